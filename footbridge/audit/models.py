"""The lines of the audit chain and its head."""

from django.db import models

from footbridge.privacy.register import Kind, classified


@classified(
    Kind.WORK,
    at="when it happened",
    by="opaque id of who did it",
    role="role in use",
    verb="what was done",
    subject="kind and id of the row",
    programme="id of the programme, to find its lines",
    facts="ids and states before and after, never text",
    seal="keyed hash over this line and the one before",
    keep="24 months",
)
class AuditLine(models.Model):
    """One change. `id` counts without gaps; `seal` covers the line and the seal before it."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    role = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    programme = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    seal = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="audit_by_subject"),
            models.Index(fields=["programme", "id"], name="audit_by_programme"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.verb} {self.subject}"


@classified(
    Kind.WORK,
    count="number of the last line",
    seal="seal of the last line",
    proof="keyed hash over both",
    first="number of the first line still kept",
    before="seal of the line before the first still kept",
)
class AuditHead(models.Model):
    """The end of the chain, so that lines cut off its end are missed. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    count = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64, default="")
    first = models.BigIntegerField(default=1)
    before = models.CharField(max_length=64, default="")
    proof = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_head_is_one_row")]

    def __str__(self) -> str:
        return f"{self.count} lines"
