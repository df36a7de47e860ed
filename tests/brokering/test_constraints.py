"""What must always be true of links is held by the database: each test tries to break it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from footbridge.brokering.models import Link, LinkClass, LinkSide
from footbridge.interest.models import OfferedClass
from footbridge.programmes.models import LinkingYear
from tests import factories

pytestmark = pytest.mark.django_db
WHY = "a test breaks it on purpose"


@pytest.fixture
def year() -> LinkingYear:
    return factories.linking_year()


def offered(year: LinkingYear) -> OfferedClass:
    return factories.offered_class(factories.interest(year))


def holds(constraint: str, write: Callable[[], object]) -> None:
    """The write is refused at the end of its transaction, by this very constraint."""

    def write_and_settle() -> None:
        with transaction.atomic():
            write()
            settle()

    with pytest.raises(IntegrityError) as refused:
        write_and_settle()
    named = refused.value.__cause__.diag.constraint_name  # type: ignore[union-attr]
    assert named == constraint


def settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def of(link: Link, **change: object) -> Callable[[], object]:
    return lambda: Link.objects.unscoped(WHY).filter(pk=link.pk).update(**change)


def sides(link: Link, **change: object) -> Callable[[], object]:
    return lambda: LinkSide.objects.unscoped(WHY).filter(link=link).update(**change)


@pytest.mark.parametrize("state", ["offered", "standing", "declined", "withdrawn", "ended"])
def test_a_whole_link_in_any_state_is_stored(year: LinkingYear, state: str) -> None:
    link = factories.link(offered(year), offered(year), state=state)
    settle()
    assert Link.objects.unscoped(WHY).get(pk=link.pk).state == state


def test_a_class_stands_in_one_live_link(year: LinkingYear) -> None:
    wanted = offered(year)
    factories.link(wanted, offered(year))
    holds("class_in_one_live_link", lambda: factories.link(wanted, offered(year), state="offered"))


def test_a_fallen_link_frees_its_classes(year: LinkingYear) -> None:
    one, two = offered(year), offered(year)
    factories.link(one, two, state="declined")
    factories.link(one, two, state="withdrawn")
    factories.link(one, two, state="standing")
    settle()


def test_a_fallen_link_cannot_keep_its_classes(year: LinkingYear) -> None:
    link = factories.link(offered(year), offered(year))
    settle()
    holds("fallen_link_frees_classes", of(link, state="withdrawn"))


def test_a_live_link_cannot_let_its_classes_go(year: LinkingYear) -> None:
    link = factories.link(offered(year), offered(year))
    settle()
    holds("live_link_takes_classes", lambda: LinkClass.objects.unscoped(WHY).filter(link=link).update(live=False))


def test_a_link_joins_different_schools(year: LinkingYear) -> None:
    interest = factories.interest(year)
    holds(
        "link_joins_schools",
        lambda: factories.link(factories.offered_class(interest), factories.offered_class(interest)),
    )
    link = factories.link(offered(year), offered(year))
    settle()
    holds(
        "link_side_once",
        lambda: LinkSide.objects.create(link=link, school=link.sides.unscoped(WHY).first().school, reply="accepted"),
    )


def test_a_half_link_cannot_be_stored(year: LinkingYear) -> None:
    holds("link_joins_schools", lambda: factories.link(offered(year), state="offered"))
    holds(
        "link_joins_schools",
        lambda: Link.objects.create(linking_year=year, reference="L-EMPTY", state="offered"),
    )
    whole = factories.link(offered(year), offered(year))
    settle()
    last = LinkClass.objects.unscoped(WHY).filter(link=whole).last()
    holds("link_joins_schools", lambda: LinkClass.objects.unscoped(WHY).filter(pk=last.pk).delete())  # type: ignore[union-attr]


def test_four_schools_are_not_a_link(year: LinkingYear) -> None:
    factories.link(offered(year), offered(year), offered(year))
    settle()
    holds("link_joins_schools", lambda: factories.link(*(offered(year) for _ in range(4))))


def test_a_link_stands_only_when_every_school_accepted(year: LinkingYear) -> None:
    link = factories.link(offered(year), offered(year), state="offered")
    settle()
    holds("standing_link_is_accepted", of(link, state="standing"))
    standing = factories.link(offered(year), offered(year))
    settle()
    holds("standing_link_is_accepted", sides(standing, reply="waiting", replied=None))


def test_an_answered_offer_does_not_stay_an_offer(year: LinkingYear) -> None:
    link = factories.link(offered(year), offered(year), state="offered")
    settle()
    holds("offered_link_waits", sides(link, reply="accepted"))
    holds("offered_link_waits", sides(link, reply="declined"))


def test_a_link_is_declined_by_somebody(year: LinkingYear) -> None:
    def decline_for_nobody() -> None:
        link = factories.link(offered(year), offered(year), state="declined")
        sides(link, reply="accepted")()

    holds("declined_link_was_declined", decline_for_nobody)


def test_a_class_is_of_its_school_its_side_and_its_year(year: LinkingYear) -> None:
    link = factories.link(offered(year), offered(year))
    stranger, later = factories.school(), factories.linking_year(year.programme, start=2031)
    settle()
    mine = LinkClass.objects.unscoped(WHY).filter(link=link).first()
    other_side = LinkSide.objects.unscoped(WHY).filter(link=link).exclude(pk=mine.side_id).get()  # type: ignore[union-attr]

    def change(**fields: object) -> Callable[[], object]:
        return lambda: LinkClass.objects.unscoped(WHY).filter(pk=mine.pk).update(**fields)  # type: ignore[union-attr]

    holds("link_class_is_of_its_school_and_year", change(school=stranger))
    holds("link_class_is_of_its_side", change(side=other_side))
    holds("link_class_is_of_its_school_and_year", change(linking_year=later))


def test_classes_of_two_years_are_not_linked(year: LinkingYear) -> None:
    next_year = factories.linking_year(year.programme, start=2030)
    holds("link_class_is_of_the_links_year", lambda: factories.link(offered(year), offered(next_year)))


def race(*writes: Callable[[], object]) -> list[BaseException | None]:
    """Run the writes at the same moment, each in a transaction of its own connection; what each raised."""
    start, raised = threading.Barrier(len(writes)), [None] * len(writes)

    def run(number: int) -> None:
        try:
            with transaction.atomic():
                start.wait(10)
                writes[number]()
        except IntegrityError as refused:
            raised[number] = refused  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(writes))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return raised


@pytest.mark.django_db(transaction=True)
def test_two_links_racing_for_a_class_do_not_both_get_it() -> None:
    year = factories.linking_year()
    wanted, *others = (offered(year) for _ in range(9))
    raised = race(*(lambda other=other: factories.link(wanted, other, state="offered") for other in others))
    assert sum(one is None for one in raised) == 1
    assert LinkClass.objects.unscoped(WHY).filter(offered_class=wanted, live=True).count() == 1
    assert Link.objects.unscoped(WHY).count() == 1, "no half link of the others is left"


@pytest.mark.django_db(transaction=True)
def test_two_bare_replies_at_once_cannot_leave_an_accepted_offer() -> None:
    """Even code that forgets to lock: each reply alone is fine, both together would leave an offer nobody waits for."""
    year = factories.linking_year()
    for _ in range(5):
        with transaction.atomic():
            link = factories.link(offered(year), offered(year), state="offered")
        one, two = LinkSide.objects.unscoped(WHY).filter(link=link)
        raised = race(
            *(
                lambda side=side: LinkSide.objects.unscoped(WHY).filter(pk=side.pk).update(reply="accepted")
                for side in (one, two)
            )
        )
        assert sum(isinstance(error, IntegrityError) for error in raised) == 1
        waiting = LinkSide.objects.unscoped(WHY).filter(link=link, reply="waiting").count()
        assert waiting == 1
