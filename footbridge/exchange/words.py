"""The words that order the exchange: the four key questions and the strands of the curriculum."""

from __future__ import annotations

from django.db import models


class KeyQuestion(models.TextChoices):
    """The four key questions of the linking year, in its order."""

    WHO_AM_I = "who-am-i", "Who am I?"
    WHO_ARE_WE = "who-are-we", "Who are we?"
    WHERE = "where", "Where do we live?"
    TOGETHER = "together", "How do we all live together?"


DRAWINGS = {"who-am-i": "who-am-i", "who-are-we": "who-are-we", "where": "where-we-live", "together": "living-together"}


class Strand(models.TextChoices):
    """Where a piece stands in the curriculum."""

    PSHCE = "pshce", "PSHCE"
    CITIZENSHIP = "citizenship", "Citizenship"
    ENGLISH = "english", "English"
    ART = "art", "Art"
    DRAMA = "drama", "Drama"
    RE = "re", "RE"
    GEOGRAPHY = "geography", "Geography"
    PE = "pe", "PE"
    COMPUTING = "computing", "Computing"
