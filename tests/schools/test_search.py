"""Finding a school as people type."""

from __future__ import annotations

import pytest

from footbridge.schools import queries
from footbridge.schools.models import School, SearchWord
from footbridge.schools.search import distance
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> None:
    """A few schools that are easy to mistake for each other."""
    for urn, name, place, postcode, extra in (
        ("100001", "Chesterfield Park Primary School", "Chesterfield", "S40 2NR", {}),
        ("100002", "St Mary's Catholic Voluntary Academy", "Derby", "DE23 8DF", {"phase": "Primary"}),
        ("100003", "Belmont School", "Holmbury St Mary", "RH5 6LQ", {"phase": "Special"}),
        ("100004", "Saint Werburgh's C.E. Primary School", "Derby", "DE23 1AB", {}),
        ("100005", "École Jeannine Manuel", "London", "WC1B 3DN", {}),
        ("100006", "Landau Forte College", "Derby", "DE1 2LF", {"phase": "Secondary"}),
        ("100007", "Park Farm Children's Centre", "Derby", "DE23 8DG", {"kind": "Children's centre"}),
        ("400001", "Park Welsh School", "Cardiff", "CF10 1AA", {"kind": "Welsh establishment"}),
        ("100008", "Park Infant School", "Derby", "DE2 3AB", {"status": "Closed"}),
    ):
        factories.school(name, urn=urn, town=place, postcode=postcode, **extra)


def urns(text: str, **how: object) -> list[str | None]:
    return [found.urn for found in queries.search_schools(text, **how)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("chesterfield park", "100001"),
        ("chesterfeild", "100001"),
        ("chestrefield prk", "100001"),
        ("CHESTER", "100001"),
        ("chester pri", "100001"),
        ("st marys", "100002"),
        ("stmarys", "100002"),
        ("Saint Mary's", "100002"),
        ("st. mary’s catholic", "100002"),
        ("st marys derby", "100002"),
        ("werburgs", "100004"),
        ("church of england derby", "100004"),
        ("cofe werburghs", "100004"),
        ("ecole", "100005"),
        ("École", "100005"),
        ("forte landau", "100006"),
        ("laundau fort", "100006"),
        ("de23 8df", "100002"),
        ("DE238DF", "100002"),
        ("de23 8", "100002"),
        ("100006", "100006"),
        ("cardiff road chesterfield", "100001"),
    ],
)
def test_what_people_type(town: None, typed: str, first: str) -> None:
    assert urns(typed)[0] == first


def test_part_of_a_postcode_finds_its_schools(town: None) -> None:
    assert set(urns("DE23")) == {"100002", "100004", "100008"}  # DE2 3AB begins so as well while one types
    assert set(urns("de 1")) == {"100006"}
    assert urns("DE23 9ZZ")[:1]  # nobody is there: the neighbourhood


def test_closed_schools_come_last_or_not_at_all(town: None) -> None:
    assert urns("park school")[0] == "100001"
    assert "100008" in urns("park school")
    assert "100008" not in urns("park school", standing=True)
    assert [found.gone for found in queries.search_schools("park infant")][:1] == [True]


def test_childrens_centres_and_welsh_schools_are_left_out(town: None) -> None:
    assert not {"100007", "400001"} & set(urns("park"))


def test_phases_and_authorities_narrow(town: None) -> None:
    assert urns("derby", phases=["Secondary"]) == ["100006"]
    assert urns("derby", authorities=["999"]) == []


@pytest.mark.parametrize(
    "typed", ["", " ", "x", "%", "\\", "'; DROP TABLE", "=1+1", "\0\0", "?" * 500, "(((", "zzqqxx"]
)
def test_odd_input_finds_nothing_and_breaks_nothing(town: None, typed: str) -> None:
    assert urns(typed) == []


def test_the_dictionary_follows_every_way_of_writing(town: None) -> None:
    assert SearchWord.objects.get(word="chesterfield").schools == 1
    School.objects.filter(urn="100001").update(name="Brimington Primary School")
    assert urns("brimingten")[0] == "100001"
    assert SearchWord.objects.get(word="brimington").schools == 1
    School.objects.bulk_create([School(urn="100020", name="Brimington Infant School")])
    assert SearchWord.objects.get(word="brimington").schools == 2
    School.objects.filter(urn="100020").delete()
    assert SearchWord.objects.get(word="brimington").schools == 1


def test_two_questions_to_the_database_however_much_is_typed(town: None, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(3):
        queries.search_schools("saint werburghs church of england primary school derby derbyshire england")


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("derby", "derby", 0),
        ("derby", "debry", 1),
        ("derby", "drby", 1),
        ("derby", "derbyy", 1),
        ("derby", "dorbi", 2),
        ("derby", "oldham", 3),
    ],
)
def test_slips_between_words(one: str, other: str, slips: int) -> None:
    assert distance(one, other, most=2) == slips


def test_a_label_names_one_school_and_is_read_back(town: None) -> None:
    from footbridge.schools import showing

    [found] = queries.search_schools("landau forte", limit=1)
    assert queries.school_from_label(showing.label_of(found)) == School.objects.get(urn="100006")
    without = factories.school("Brook School", urn=None)
    assert queries.school_from_label(showing.label_of(without)) == without
    assert queries.school_from_label("Landau Forte College") is None
