"""What each room of the later year adds to the matrix: its rows and canaries (`plant`), and whose rows its addresses name.

A room's page has `ADDRESSES` (route name → function of a side that gives the values), `SHARED` (route name → why it needs
no owner) and `plant(side)`, which makes a row of every kind with a canary in every text and keeps what addresses need in
`side.rows["room"]`. Rooms are planted in the order of the house.
"""

from __future__ import annotations

from types import ModuleType

from tests.guards.rooms import agreements, booking, care, exchange, families, people, training, venues, visits

ROOMS: tuple[ModuleType, ...] = (booking, venues, agreements, training, exchange, families, visits, care, people)
