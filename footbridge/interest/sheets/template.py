"""The empty sheet we offer, with rows that show how it is filled in."""

from footbridge.interest.sheets.columns import FIELDS

_LEFT_OUT = ("classes", "reason")
_SHOWN = [field for field in FIELDS if field not in _LEFT_OUT]
_EXAMPLES: list[dict[str, object]] = [
    {"school": "Example Primary School", "urn": "123456", "postcode": "AB1 2CD", "answer": "yes", "contact_name": "Jo Field",
     "contact_role": "Headteacher", "contact_email": "office@example.org", "years": "4 and 5", "class_name": "Oak", "size": 28,
     "linked_before": "no", "wishes": "Happy with anyone"},
    {"school": "Example Primary School", "urn": "123456", "answer": "yes", "years": "6", "class_name": "Elm", "size": 30},
]  # fmt: skip
TEMPLATE: list[list[object]] = [
    [FIELDS[field][0] for field in _SHOWN],
    *([example.get(field, "") for field in _SHOWN] for example in _EXAMPLES),
]
