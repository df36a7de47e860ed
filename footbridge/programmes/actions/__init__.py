"""The verbs that change programmes: setting up and handing over, facts and settings, linking years."""

from footbridge.programmes.actions.lasting import close_programme, hand_over_programme, set_up_programme
from footbridge.programmes.actions.settings import (
    change_calendar,
    change_pairing,
    change_programme,
    change_shape,
    start_recruiting,
    stop_recruiting,
)
from footbridge.programmes.actions.years import change_dates, close_linking_year, open_linking_year

__all__ = [
    "change_calendar",
    "change_dates",
    "change_pairing",
    "change_programme",
    "change_shape",
    "close_linking_year",
    "close_programme",
    "hand_over_programme",
    "open_linking_year",
    "set_up_programme",
    "start_recruiting",
    "stop_recruiting",
]
