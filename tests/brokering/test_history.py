"""The links of earlier years on a school's page: only those the viewer may see, and of the schools before it too."""

from __future__ import annotations

import pytest

from footbridge.schools import queries
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_facilitator_reads_a_schools_links_and_nobody_elses(as_viewer, sign_in) -> None:
    year = factories.linking_year(factories.programme("Derby"), start=2025)
    other = factories.linking_year(
        factories.programme("Kent", authority=factories.authority("886", "Kent")), start=2025
    )
    school = factories.school("Alder Vale")
    old = factories.school("Alder Infants", status="Closed", replaced_by=school)
    for of, partner, where in ((school, "Brook", year), (old, "Cedar", year), (school, "CANARY", other)):
        one = factories.offered_class(factories.interest(where, of))
        factories.link(one, factories.offered_class(factories.interest(where, factories.school(partner))))
    facilitator = factories.member("facilitator", of=year.programme)
    found = queries.links_of_earlier_years(as_viewer(facilitator), school)
    assert [(line["year"], line["partner"], line["classes"]) for line in found] == [
        ("2025/26", "Brook", "1 class"),
        ("2025/26", "Cedar", "1 class"),
    ]
    page = sign_in(facilitator).get(f"/schools/{school.pk}/").content.decode()
    assert "Cedar" in page
    assert "CANARY" not in page
