"""A programme that takes answers today, with a school in its area and one elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School
from tests import factories


@pytest.fixture
def year(db: Any) -> LinkingYear:
    """Derby's linking year, open for answers."""
    return factories.linking_year(factories.programme("Derby"), dates=factories.open_dates())


@pytest.fixture
def school(year: LinkingYear) -> School:
    """A primary school in the programme's area."""
    return factories.school("Larkfield Primary School")
