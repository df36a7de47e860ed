"""Exchange in the world of the guards: children, permissions, a piece in every state that matters, a concern."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from footbridge.brokering.models import LinkClass
from footbridge.exchange.models import (
    Answer,
    Concern,
    ConcernSide,
    Decision,
    Game,
    GameRound,
    GameTold,
    HouseRule,
    Label,
    Lesson,
    Parcel,
    Piece,
    Question,
    RoomActivity,
    TeacherMessage,
)
from footbridge.vault import objects, sealing, walls
from footbridge.vault.locks import Lock

ADDRESSES: dict[str, Any] = {
    **{
        f"exchange:{name}": lambda side: {"class_id": side.rows["exchange"]["class"].pk}
        for name in ("children", "permissions", "upload", "record", "parcels", "write", "tray", "lesson", "lesson_board", "lesson_close",
            "lesson_sheets",
            "book", "book_progress", "fetch_book")
    },
    **{
        f"exchange:{name}": lambda side: {"child_id": side.rows["exchange"]["child"].pk}
        for name in ("child", "remove_child", "export_child", "erase_child")
    },
    **{
        f"exchange:{name}": lambda side: {"link_id": side.standing.pk}
        for name in (
            *("room", "show", "rules", "questions", "wall", "messages", "certificate", "keep", "goodbye"),
            *("game", "game_board", "game_part", "game_live"),
        )
    },
    **{
        f"exchange:{name}": lambda side: {"piece_id": side.rows["exchange"]["tray"].pk}
        for name in ("piece", "describe", "delete", "report")
    },
    "exchange:act": lambda side: {"piece_id": side.rows["exchange"]["tray"].pk, "verb": "send"},
    "exchange:picture": lambda side: {"piece_id": side.rows["exchange"]["tray"].pk, "size": "check"},
    "exchange:play": lambda side: {"piece_id": side.rows["exchange"]["heard"].pk, "way": "check"},
    "exchange:captions": lambda side: {"piece_id": side.rows["exchange"]["heard"].pk, "way": "check"},
    "exchange:parcel": lambda side: {"parcel_id": side.rows["exchange"]["parcel"].pk},
    "exchange:drop": lambda side: {"activity_id": side.rows["exchange"]["activity"].pk},
    "exchange:game_play": lambda side: {"link_id": side.standing.pk, "verb": "next"},
    "exchange:take_answer_back": lambda side: {"answer_id": side.rows["exchange"]["answer"].pk},
    "exchange:answer": lambda side: {"question_id": side.rows["exchange"]["question"].pk},
    "exchange:first": lambda side: {"piece_id": side.rows["exchange"]["second"].pk},
    "exchange:report_other": lambda side: {
        "about": "message", "target_id": side.rows["exchange"]["message"].pk
    },
    "exchange:concern": lambda side: {"concern_id": side.rows["exchange"]["concern"].pk},
}  # fmt: skip
SHARED: dict[str, str] = {
    "exchange:activity": "activities of the library are for everybody who has signed in",
    "exchange:change_activity": "what a programme added is open to whoever it is published to; others get 404, as its test shows",
    "exchange:turn_activity": "as above",
    "exchange:use": "as above; the class it goes to is looked up among the viewer's own",
}


def plant(side: Any) -> None:
    """A child in each class of the standing link, and pieces with a canary in their words.

    The own teacher reads both labels (the partner's in the mixed groups of a meeting), her pieces, and what the partner has sent.
    Nobody here reads what the partner keeps in the tray. The heads read the first piece of their school and what was reported.
    """

    def teacher(who: Any) -> bool:
        return bool(who.side == side.key and who.role == "teacher" and who.school == 0)

    def heads(*schools: int) -> Any:
        return lambda who: who.side == side.key and who.role == "headteacher" and who.school in schools

    def nobody(who: Any) -> bool:
        return False

    lock = Lock(link=side.standing.pk, year=side.year.start)
    side.rows["exchange"] = {}

    def piece(one: LinkClass, state: str, text: str, **fields: Any) -> Piece:
        by = side.people["teacher0"] if one.school_id == side.schools[0].pk else side.people["headteacher1"]
        made = Piece(
            link=side.standing,
            link_class=one,
            school_id=one.school_id,
            kind=fields.pop("kind", "text"),
            state=state,
            who="nobody",
            **fields,
        )
        if state in ("sent", "second"):
            made.approved, made.approved_by = timezone.now(), by
        plain = json.dumps({"title": text, "words": text, "lines": [[0, text]] if made.seconds else []}).encode()
        made.sealed = sealing.seal(plain, lock=lock, kind="piece", row=made.pk)
        made.save(force_insert=True)
        return made

    with walls.inside(side.standing.pk):
        classes = list(LinkClass.objects.unscoped("a guard plants a child").filter(link=side.standing).order_by("pk"))
        for n, one in enumerate(classes):
            label = Label(link=side.standing, link_class=one, position=1)
            text = side.canary(f"child{n}", teacher)
            label.sealed = sealing.seal(text.encode(), lock=lock, kind="label", row=label.pk)
            label.save(force_insert=True)
            Decision.objects.create(link=side.standing, link_class=one, label=label, use="face", said="refused")
            HouseRule.objects.create(link=side.standing, school_id=one.school_id, faces=True)
            if n == 0:
                side.rows["exchange"] |= {"class": one, "child": label}
        own, partner = classes
        tray = piece(own, "tray", side.canary("tray", teacher))
        heard = piece(own, "tray", side.canary("heard", teacher), kind="voice", seconds=3)
        objects.put(b"sound", lock=lock, kind="play", row=heard.pk)
        side.rows["exchange"]["heard"] = heard
        side.rows["exchange"]["parcel"] = Parcel.objects.create(
            link=side.standing, link_class=own, by=side.people["teacher0"], size=5
        )
        second = piece(own, "second", side.canary("second", lambda who: teacher(who) or heads(0)(who)))
        piece(partner, "tray", side.canary("partnertray", nobody))
        piece(partner, "sent", side.canary("partnersent", teacher))
        hidden = piece(partner, "hidden", side.canary("hidden", heads(0, 1)))
        concern = Concern(link=side.standing, piece=hidden, kind="other", state_before="sent")
        concern.sealed = sealing.seal(
            side.canary("concern", heads(0, 1)).encode(), lock=lock, kind="concern", row=concern.pk
        )
        concern.save(force_insert=True)
        for school in side.schools[:2]:
            ConcernSide.objects.create(link=side.standing, concern=concern, school=school)
        asked = Question(
            link=side.standing,
            link_class=partner,
            school_id=partner.school_id,
            state="sent",
            round=1,
            sent=timezone.now(),
        )
        asked.sealed = sealing.seal(side.canary("asked", teacher).encode(), lock=lock, kind="question", row=asked.pk)
        asked.save(force_insert=True)
        given = Answer(link=side.standing, link_class=own, school_id=own.school_id, question=asked, kind="words")
        given.sealed = sealing.seal(side.canary("given", teacher).encode(), lock=lock, kind="answer", row=given.pk)
        given.save(force_insert=True)
        side.rows["exchange"]["answer"] = given
        game = Game.objects.create(link=side.standing, state="playing", now=1, began=timezone.now())
        say = GameRound(link=side.standing, game=game, position=1, kind="say", state="asked")
        say.sealed = sealing.seal(side.canary("round", teacher).encode(), lock=lock, kind="round", row=say.pk)
        say.save(force_insert=True)
        told = GameTold(link=side.standing, round=say, school_id=partner.school_id)
        told.sealed = sealing.seal(
            side.canary("told", nobody).encode(), lock=lock, kind="told", row=f"{say.pk}:{partner.school_id}"
        )
        told.save(force_insert=True)
        noted = Question(link=side.standing, link_class=partner, school_id=partner.school_id)
        noted.sealed = sealing.seal(side.canary("noted", nobody).encode(), lock=lock, kind="question", row=noted.pk)
        noted.save(force_insert=True)
        written = TeacherMessage(link=side.standing, school_id=partner.school_id, by=side.people["headteacher1"])
        written.sealed = sealing.seal(
            side.canary("message", teacher).encode(), lock=lock, kind="message", row=written.pk
        )
        written.save(force_insert=True)
        lesson = Lesson.objects.create(
            link=side.standing,
            link_class=own,
            school_id=own.school_id,
            code=f"code of {side.key}",
            closes=timezone.now() + timedelta(hours=1),
        )
        side.rows["exchange"]["lesson"] = lesson
        taken = RoomActivity.objects.create(link=side.standing, link_class=own, slug="fair-shares", question="together")
        side.rows["exchange"] |= {"message": written}
        side.rows["exchange"] |= {"question": asked, "activity": taken}
        side.rows["exchange"] |= {"tray": tray, "second": second, "concern": concern}
