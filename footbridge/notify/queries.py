"""Reading the outbox, for staff of a demonstration."""

from __future__ import annotations

from django.apps import apps
from django.db.models import QuerySet
from django.http import Http404

from footbridge.access import Viewer
from footbridge.notify.models import Message


def letters(viewer: Viewer) -> QuerySet[Message]:
    """Letters the viewer may preview, without their bodies."""
    return Message.objects.visible_to(viewer).defer("text", "html")


def letter(viewer: Viewer, pk: int) -> Message:
    """One letter the viewer may preview. Raises Http404."""
    found = Message.objects.visible_to(viewer).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def programme_names(viewer: Viewer) -> dict[int, str]:
    """Names of the programmes whose letters the viewer may preview, by id, in the order of their names. One query."""
    # by name and not by import: the outbox is below the programmes and knows no more of them than this
    programmes = apps.get_model("programmes", "Programme").objects.order_by("name")
    if not viewer.is_network_staff:
        programmes = programmes.filter(pk__in=viewer.programmes)
    return dict(programmes.values_list("pk", "name"))
