"""The national files about schools, read as they come: any year, any choice of columns, any character set.

A file is recognised by its content (`read`), and its rows are a stream of typed records; a row that cannot be read is a
`Refusal` with line, column and reason, and the rest goes on. What nobody published is None. Needs no database.
"""

from footbridge.schools.register.opening import CannotRead
from footbridge.schools.register.records import (
    CompositionRow,
    Kind,
    PassedOver,
    Refusal,
    SchoolRow,
    SuccessionRow,
)
from footbridge.schools.register.tables import Table, read

__all__ = [
    "CannotRead",
    "CompositionRow",
    "Kind",
    "PassedOver",
    "Refusal",
    "SchoolRow",
    "SuccessionRow",
    "Table",
    "read",
]
