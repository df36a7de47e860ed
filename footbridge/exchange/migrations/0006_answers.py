"""A question may have several answers, of words or pieces: they move into a table of their own."""

import uuid
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from footbridge.vault.walls import behind_wall

# The first answer keeps the question's id, under which its words were sealed.
MOVE = """
SELECT set_config('footbridge.door', 'answers move into their own table', true);
INSERT INTO exchange_answer (id, kind, sealed, at, by_id, link_id, link_class_id, question_id, school_id)
SELECT q.id, 'words', q.answer, q.answered, q.answered_by_id, q.link_id, c.id, q.id, c.school_id
FROM exchange_question q JOIN LATERAL (
    SELECT id, school_id FROM brokering_linkclass c WHERE c.link_id = q.link_id AND c.school_id <> q.school_id ORDER BY id LIMIT 1
) c ON true WHERE q.answer IS NOT NULL;
SELECT set_config('footbridge.door', '', true);
"""


def two(name: str, columns: str, of: str) -> migrations.RunSQL:
    """A foreign key of several columns."""
    return migrations.RunSQL(
        f"ALTER TABLE exchange_answer ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {of} DEFERRABLE INITIALLY DEFERRED;",
        f"ALTER TABLE exchange_answer DROP CONSTRAINT {name};",
    )


def to(model: str, delete: Any = django.db.models.deletion.PROTECT, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(on_delete=delete, related_name=options.pop("related_name", "+"), to=model, **options)


class Migration(migrations.Migration):
    dependencies = [
        ("brokering", "0006_teachers_to_come"),
        ("exchange", "0005_lessons"),
        ("schools", "0004_words_by_row"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("words", "Words"), ("piece", "A piece")], max_length=5)),
                ("sealed", models.BinaryField(blank=True, null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    to(settings.AUTH_USER_MODEL, django.db.models.deletion.DO_NOTHING, db_constraint=False, null=True),
                ),
                ("link", to("brokering.link")),
                ("link_class", to("brokering.linkclass")),
                ("piece", to("exchange.piece", django.db.models.deletion.SET_NULL, blank=True, null=True)),
                (
                    "question",
                    to("exchange.question", django.db.models.deletion.CASCADE, related_name="answers"),
                ),
                ("school", to("schools.school")),
            ],
            options={"ordering": ["at", "id"]},
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="question", name="answered_question_has_an_answer"),
        migrations.RemoveField(model_name="question", name="answer"),
        migrations.RemoveField(model_name="question", name="answer_piece"),
        migrations.RemoveField(model_name="question", name="answered_by"),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=Q(state="answered", answered__isnull=False) | (~Q(state="answered") & Q(answered=None)),
                name="answered_question_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=Q(kind="words", sealed__isnull=False, piece=None) | Q(kind="piece", sealed=None),
                name="answer_is_words_or_a_piece",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=["question", "piece"], name="piece_answers_once"),
        ),
        two("answer_of_a_class_of_the_link", "link_class_id, link_id", "brokering_linkclass (id, link_id)"),
        two(
            "answer_with_a_piece_of_the_class",
            "piece_id, link_id, link_class_id",
            "exchange_piece (id, link_id, link_class_id)",
        ),
        behind_wall("exchange_answer"),
    ]
