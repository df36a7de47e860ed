"""Two walls round what is about children: each holds when the other is taken away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange.labels.actions import add_labels
from footbridge.exchange.models import Label
from footbridge.people.viewers import viewer_for
from footbridge.privacy.register import REGISTER, Kind
from footbridge.vault import walls
from tests import factories

pytestmark = pytest.mark.django_db
NO_FIRST_WALL = "a test takes the first wall away"


@pytest.fixture
def two_links() -> list[tuple[Link, LinkClass, object]]:
    """Two standing links, each with a class of three children and its teacher."""
    year, found = factories.linking_year(), []
    for n in range(2):
        offered = [factories.offered_class(factories.interest(year)) for _ in range(2)]
        link = factories.link(*offered)
        teacher = factories.member("teacher", of=offered[0].school)
        led = factories.leads(teacher, link, school=offered[0].school).link_class
        viewer = viewer_for(teacher)
        add_labels(by=viewer, link_class=led.pk, texts=[f"Child {n}{k}" for k in range(3)])
        found.append((link, led, viewer))
    return found


def seen() -> set[int]:
    """The links whose children the database shows, the first wall taken away."""
    return set(Label.objects.unscoped(NO_FIRST_WALL).values_list("link_id", flat=True))


def test_the_second_wall_alone_holds(two_links: list[tuple[Link, LinkClass, object]]) -> None:
    (first, led, _), (second, *_) = two_links
    assert seen() == set()  # unset means no rows
    with walls.inside(first.pk):
        assert seen() == {first.pk}
        with walls.inside(second.pk):
            assert seen() == {second.pk}
        assert seen() == {first.pk}
        with pytest.raises(ProgrammingError), transaction.atomic():  # writing into another link is refused too
            Label.objects.create(link=second, link_class=led, position=9, sealed=b"")
        rows = Label.objects.unscoped(NO_FIRST_WALL).filter(link=second)
        assert rows.update(position=1) == 0
    assert seen() == set()
    with walls.inside():
        assert seen() == set()


def test_the_first_wall_alone_holds(two_links: list[tuple[Link, LinkClass, object]]) -> None:
    (first, _, viewer), _ = two_links
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE exchange_label DISABLE ROW LEVEL SECURITY")
    assert len(seen()) == 2  # the control: the second wall is gone
    assert set(Label.objects.visible_to(viewer).values_list("link_id", flat=True)) == {first.pk}
    for role in ("facilitator", "network_staff", "headteacher", "school_office"):
        of = (
            first.linking_year.programme
            if role == "facilitator"
            else first.sides.unscoped(NO_FIRST_WALL).first().school
        )
        other = viewer_for(factories.member(role, of=None if role == "network_staff" else of))
        assert not Label.objects.visible_to(other).exists()


def test_an_error_inside_leaves_no_door_open(two_links: list[tuple[Link, LinkClass, object]]) -> None:
    first = two_links[0][0]

    def fail(opening: Callable[[], object]) -> None:
        with pytest.raises(ZeroDivisionError), opening():  # type: ignore[attr-defined]
            raise ZeroDivisionError

    fail(lambda: walls.inside(first.pk))
    fail(lambda: walls.door("a test opens the door"))
    assert seen() == set()


def test_the_door_wants_a_reason(two_links: list[tuple[Link, LinkClass, object]]) -> None:
    with walls.door("a test counts the rows"):
        assert len(seen()) == 2
        with walls.inside(two_links[0][0].pk):  # somebody's own work inside the platform's sees no more than its link
            assert len(seen()) == 1
    with pytest.raises(ValueError, match="Say why"), walls.door("because"):
        pass


def tables_of_children() -> list[str]:
    """Tables with a field that is classified as about a child."""
    labels = [name for name, fields in REGISTER.items() if any(field.kind is Kind.CHILD for field in fields.values())]
    return [apps.get_model(name)._meta.db_table for name in labels]


def unwalled(tables: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relrowsecurity AND relforcerowsecurity", [tables]
        )
        walled = {row[0] for row in cursor.fetchall()}
    return sorted(set(tables) - walled)


def test_every_table_about_children_is_behind_the_wall() -> None:
    found = tables_of_children()
    assert "exchange_label" in found
    assert unwalled(found) == []
    assert unwalled(["people_person"]) == ["people_person"]  # a planted table without a wall is caught


def test_the_role_of_the_application_cannot_pass_the_wall() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
