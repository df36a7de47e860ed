"""What the worker does with the audit record each night."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from footbridge.audit.chain import move_start
from footbridge.audit.models import AuditLine

KEPT = timedelta(days=2 * 365)


@app.periodic(cron="45 3 * * *")
@app.task(queue="nightly")
def forget_old_lines(timestamp: int) -> int:
    """Delete lines older than 24 months from the start of the audit record; what stays still verifies.

    Returns how many went.
    """
    with transaction.atomic():
        last = AuditLine.objects.filter(at__lt=timezone.now() - KEPT).order_by("-id").first()
        if last is None:
            return 0
        move_start(after=last)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('footbridge.retention', 'on', true)")
        gone, _ = AuditLine.objects.filter(id__lte=last.id).delete()
        return gone
