"""The place of briefing sessions for heads: their own rows and places arrive with them; until then there are none to show."""

from __future__ import annotations

from footbridge.programmes.models import LinkingYear


def briefings_for(year: LinkingYear) -> list[str]:
    """What the form's last pages say about briefing sessions of a linking year. Empty: then nothing shows."""
    return []
