"""What a child's picture, work and name may be used for, and what a family has said about it."""

from __future__ import annotations

from django.db import models


class Use(models.TextChoices):
    """A use that a family permits or refuses by itself."""

    WORK = "work", "Own work"
    NAME = "name", "First name"
    FACE = "face", "Face in a picture"
    VOICE = "voice", "Voice in a recording"
    FILM = "film", "Film"
    CALL = "call", "Live call"


class Said(models.TextChoices):
    """What is known of a use for a child. Only `permitted` opens anything; unknown means no."""

    UNKNOWN = "unknown", "Unknown"
    PERMITTED = "permitted", "Permitted"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"
