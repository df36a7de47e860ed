"""Families in the world of the guards: a letter's code, an answer that waits, class news, an invitation, a corrected sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from footbridge.exchange.families import codes
from footbridge.exchange.families.notices import sealed
from footbridge.exchange.families.sentences import SENTENCES
from footbridge.exchange.models import Correction, FamilyAnswer, FamilyCode, FamilyLanguage, News
from footbridge.vault import walls
from footbridge.vault.locks import Lock

ADDRESSES: dict[str, Any] = {
    **{
        f"exchange:{name}": lambda side: {"class_id": side.rows["exchange"]["class"].pk}
        for name in ("families", "letters", "slips", "invitations", "news", "write_news", "class_code")
    },
    "exchange:change_news": lambda side: {"news_id": side.rows["families"]["news"].pk},
    "exchange:act_news": lambda side: {"news_id": side.rows["families"]["news"].pk, "verb": "publish"},
    **{
        f"exchange:{name}": lambda side: {"code": side.rows["families"]["language"]}
        for name in ("language", "language_file", "bring_language", "language_reviewed")
    },
}
BEHIND_A_CODE = (
    "names a language; what it shows is behind a code that the browser has given (tests/exchange/families knock)"
)
SHARED: dict[str, str] = {
    **{
        f"exchange:family_{name}": BEHIND_A_CODE
        for name in (
            "start", "child", "answer", "check", "withdraw", "coming", "finish", "news", "picture", "play", "captions", "code",
        )
    },
}  # fmt: skip


def plant(side: Any) -> None:
    """In the own class: a code, an answer and news that its teacher reads; a language of the programme for its facilitator."""

    def teacher(who: Any) -> bool:
        return bool(who.side == side.key and who.role == "teacher" and who.school == 0)

    def facilitator(who: Any) -> bool:
        return bool(who.side == side.key and who.role == "facilitator")

    exchange, lock = side.rows["exchange"], Lock(link=side.standing.pk, year=side.year.start)
    of_class = {"link": side.standing, "link_class": exchange["class"]}
    with walls.inside(side.standing.pk):
        code = FamilyCode(**of_class, label=exchange["child"], expires=timezone.now() + timedelta(days=90))
        typed = codes.new_code()
        code.hashed, code.sealed = codes.hash_of(typed), codes.sealed(typed, lock=lock, row=code.pk)
        code.save(force_insert=True)
        FamilyAnswer.objects.create(
            **of_class, label=exchange["child"], batch=uuid4(), use="name", yes=True, relation="mother", state="waits"
        )
        news = News(**of_class, state="published", published=timezone.now())
        news.sealed = sealed(news, side.canary("newstitle", teacher), side.canary("newswords", teacher), lock)
        news.save(force_insert=True)
    language = f"x{side.key[0]}"
    FamilyLanguage.objects.create(
        programme=side.programme, code=language, english=side.canary("language", facilitator), own="own"
    )
    first = next(iter(SENTENCES.values()))
    Correction.objects.create(
        programme=side.programme, language=language, key=first.key, english=first.english,
        text=side.canary("sentence", facilitator),
    )  # fmt: skip
    side.rows["families"] = {"news": news, "language": language}
