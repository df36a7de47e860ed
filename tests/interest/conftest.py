"""A programme that takes answers today, with a school in its area and one elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School
from tests import factories


def open_dates() -> dict[str, str]:
    """Dates that make interest open today."""
    today = timezone.localdate()
    return {
        "interest_opens": (today - timedelta(days=30)).isoformat(),
        "interest_closes": (today + timedelta(days=30)).isoformat(),
        "second_intake": (today + timedelta(days=90)).isoformat(),
    }


@pytest.fixture
def year(db: Any) -> LinkingYear:
    """Derby's linking year, open for answers."""
    return factories.linking_year(factories.programme("Derby"), dates=open_dates())


@pytest.fixture
def school(year: LinkingYear) -> School:
    """A primary school in the programme's area."""
    return factories.school("Larkfield Primary School")
