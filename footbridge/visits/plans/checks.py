"""The check lists of a meeting: what each school makes sure of, and what is made sure of at the place."""

from __future__ import annotations

SCHOOL = {
    "approved": "Our head or visits leader has approved the visit",
    "permission": "Parents have agreed to the visit",
    "adults": "Enough adults come, by our own rules",
    "first_aid": "A first aider comes, with a first-aid bag",
    "medicines": "Medicines and care plans are in hand",
    "journey": "The way there and back is assessed",
    "contacts": "Emergency contacts are carried, and left at school",
    "missing": "Every adult knows what to do if a child is missing",
    "late": "Every adult knows what to do if the coach is late",
    "pictures": "Every adult knows our rules for photographs",
}
PLACE = {
    "read": "Its own risk assessment has been read",
    "door": "We know who meets the classes at the door",
    "others": "We know who else is in the building",
    "fire": "Fire exits and the meeting point are known",
    "toilets": "Toilets for children are apart from the public’s",
    "access": "The step-free way was looked at, where one is needed",
    "quiet": "There is a quiet room",
    "food": "The kitchen knows the diets as counts",
    "aid": "First aid and the nearest defibrillator are known",
}
AT_SCHOOL = {key: words for key, words in PLACE.items() if key != "others"}
