"""Protected rows are reached through a viewer, or not at all."""

import pytest

from footbridge.access import Viewer
from footbridge.access.models import UnscopedQuery
from footbridge.interest.models import Interest
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_unscoped_query_raises() -> None:
    factories.interest(factories.linking_year())
    for ask in (
        lambda: list(Interest.objects.all()),
        lambda: Interest.objects.count(),
        lambda: Interest.objects.filter(answer="yes").exists(),
        lambda: Interest.objects.get(answer="yes"),
        lambda: Interest.objects.update(answer="no"),
        lambda: Interest.objects.filter(answer="yes").delete(),
        lambda: list(Interest.objects.iterator()),
        lambda: list(Interest.objects.unscoped("outer").filter(pk__in=Interest.objects.all())),
    ):
        with pytest.raises(UnscopedQuery):
            ask()


def test_nobody_sees_nothing_and_a_facilitator_sees_her_own(as_viewer) -> None:
    own, other = factories.programme("Derby"), factories.programme("Kent")
    mine = factories.interest(factories.linking_year(own))
    factories.interest(factories.linking_year(other))
    viewer = as_viewer(factories.member("facilitator", of=own))
    assert list(Interest.objects.visible_to(viewer)) == [mine]
    assert list(Interest.objects.visible_to(Viewer.nobody())) == []


def test_a_reason_must_be_given_to_open_the_other_door() -> None:
    with pytest.raises(ValueError, match="why"):
        Interest.objects.unscoped(" ")
