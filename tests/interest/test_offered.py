"""What brokering gets: the classes of live answers with their wishes, in two queries."""

from __future__ import annotations

import pytest
from django.utils import timezone

from footbridge.interest.queries import offered_classes
from tests import factories

pytestmark = pytest.mark.django_db


def test_only_live_answers_offer_classes(year, as_viewer) -> None:
    refused = factories.school("Refused School")
    yes = factories.interest(year)
    yes.refused_schools.add(refused)
    maybe = factories.interest(year, answer="maybe")
    sure, unsure = factories.offered_class(yes), factories.offered_class(maybe)
    gone = factories.offered_class(yes)
    gone.withdrawn = timezone.now()
    gone.save()
    for state in ("withdrawn", "replaced"):
        factories.offered_class(factories.interest(year, state=state))
    factories.offered_class(factories.interest(year, answer="no"))
    kent = factories.linking_year(factories.programme("Kent", authority=factories.authority("886", "Kent")))
    factories.offered_class(factories.interest(kent))
    viewer = as_viewer(factories.member("facilitator", of=year.programme))
    found = {offer.offered: offer for offer in offered_classes(viewer, year)}
    assert set(found) == {sure, unsure}
    assert found[sure].sure
    assert not found[unsure].sure
    assert found[sure].refused == {refused.pk}
    assert offered_classes(viewer, kent) == []


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_it_costs_two_queries(rows, year, as_viewer, django_assert_num_queries) -> None:
    for _ in range(rows):
        factories.offered_class(factories.interest(year))
    viewer = as_viewer(factories.member("facilitator", of=year.programme))
    with django_assert_num_queries(2):
        found = offered_classes(viewer, year)
        assert len([(one.school.name, one.interest.wishes) for one in (offer.offered for offer in found)]) == rows
