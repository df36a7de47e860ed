"""The outbox."""

from typing import Self

from django.db import models

from footbridge.access import Permission, Viewer
from footbridge.access.models import ProtectedModel, ProtectedQuerySet
from footbridge.privacy.register import Kind, classified


class MessageQuerySet(ProtectedQuerySet["Message"]):
    def scope(self, viewer: Viewer) -> Self:
        """Staff who may preview mail see that of their programmes; network staff see all."""
        if not viewer.may(Permission.SEE_MAIL_PREVIEW):
            return self.none()
        if viewer.is_network_staff:
            return self.all()
        return self.filter(programme__in=viewer.programmes)


@classified(
    Kind.ADULT,
    keep="30 days after it was sent",
    to="where it goes",
    subject="what it says",
    text="what it says",
    html="what it says",
)
@classified(
    Kind.WORK,
    programme="whose mail it is",
    template="which words were used",
    key="keeps the same mail from going twice",
    state="waiting, sent or failed",
    attempts="how often sending was tried",
    trouble="why sending failed",
    created="when it was written",
    sent="when it went",
)
class Message(ProtectedModel):
    """One e-mail. Waiting → sent, or failed after the last attempt."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    template = models.CharField(max_length=100)
    programme = models.BigIntegerField(null=True)
    key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    sent = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["programme", "-created"], name="message_by_programme")]

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"


class EnclosureQuerySet(ProtectedQuerySet["Enclosed"]):
    def scope(self, viewer: Viewer) -> Self:
        """As its message."""
        return self.filter(message__in=Message.objects.visible_to(viewer))


@classified(Kind.ADULT, keep="30 days after it was sent", content="a calendar file or a page that goes with the letter")
@classified(Kind.WORK, name="what the file is called", kind="what kind of file it is")
class Enclosed(ProtectedModel):
    """A file that goes with a letter. Forgotten with it, and when it has gone where the letter held a code."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="enclosed")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=100)
    content = models.BinaryField()

    objects = EnclosureQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
