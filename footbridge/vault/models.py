"""What the database remembers of keys and deletions: which keys there are, never a key itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from footbridge.privacy.register import Kind, classified


@classified(
    Kind.WORK,
    lock="the key's name: year and link",
    mark="to notice a wrong key",
    made="when",
    destroyed="when its contents became unreadable for good",
    because="why it was destroyed",
)
class SealKey(models.Model):
    """A key that exists or existed. The key is a file outside the database; a destroyed one is never made again."""

    lock = models.CharField(primary_key=True, max_length=40)
    mark = models.CharField(max_length=24)
    made = models.DateTimeField(default=timezone.now)
    destroyed = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(destroyed=None, because="") | (Q(destroyed__isnull=False) & ~Q(because="")),
                name="destroyed_key_says_why",
            )
        ]

    def __str__(self) -> str:
        return self.lock

    @classmethod
    def remembered(cls, lock: str, *, mark: str) -> SealKey:
        """The row of a key, made with the first thing the key seals; of two makers at once both get the first one's."""
        return cls.objects.get_or_create(lock=lock, defaults={"mark": mark})[0]


@classified(
    Kind.WORK,
    name="what can be shut",
    off="whether it is shut now",
    because="why, as people who meet it are told",
    since="since when",
)
class Switch(models.Model):
    """Something that can be shut for everybody at once. A switch without a row is on."""

    name = models.CharField(primary_key=True, max_length=20)
    off = models.BooleanField(default=False)
    because = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(name__in=["uploads", "pictures", "invitations", "exports"]), name="switch_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {'off' if self.off else 'on'}"
