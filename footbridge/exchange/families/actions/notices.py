"""Class news is written, published and taken down; families are invited and say how many come."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from footbridge.access import Viewer
from footbridge.audit.action import action, record
from footbridge.booking.models import Occasion, Place
from footbridge.brokering.models import Link, LinkClass
from footbridge.exchange import letters, rules
from footbridge.exchange.families.noplace import gives_away
from footbridge.exchange.families.notices import invitation_for, may_go_home, names_not_said, sealed, words_of
from footbridge.exchange.families.opening import Opened
from footbridge.exchange.labels.queries import lock_of
from footbridge.exchange.models import FamilyComing, FamilyInvitation, News, NewsPiece, Piece
from footbridge.vault import walls

WHY = "a teacher writes to the families of a class"


class SaysWhere(ValueError):
    """The words say where or when a class is; the message says what to take out."""


@action
def write_news(
    *, by: Viewer, link_class: int, title: str, words: str, pieces: Collection[UUID], news: News | None = None
) -> News:
    """Keep some news of a class that the viewer leads, new or changed. Pieces that may not go home are left out.

    Raises SaysWhere when the words give away a place or a time: what is published can be read by every family at once.
    """
    link = rules.classes_led(by).get(link_class)
    rules.insist(link is not None and (news is None or news.link_class_id == link_class))
    assert link is not None
    _insist_on_no_place(link, title, words)
    with walls.inside(link):
        row = news or News(link_id=link, link_class_id=link_class, made_by_id=by.person_id)
        row.sealed = sealed(row, title, words, lock_of(link))
        row.save(force_insert=news is None)
        wanted = list(Piece.objects.visible_to(by).filter(link=link, pk__in=pieces))
        NewsPiece.objects.visible_to(by).filter(news=row).delete()
        NewsPiece.objects.bulk_create(
            NewsPiece(link_id=link, link_class_id=link_class, news=row, piece=piece)
            for piece in may_go_home(link, link_class, wanted)
        )
    record("wrote class news", f"exchange.news:{row.pk}", by=by, pieces=len(wanted))
    return row


@action
def publish_news(*, by: Viewer, news: News) -> News:
    """Let the families of the class read it. Pressed twice it acts once. Raises SaysWhere."""
    rules.insist(rules.leads_class(by, news.link_class_id))
    words = words_of(news, lock_of(news.link_id))
    _insist_on_no_place(news.link_id, words.title, words.words)
    return _move(by, news, News.State.PUBLISHED, "published class news")


@action
def take_news_down(*, by: Viewer, news: News) -> News:
    """No family reads it any more, from the next request."""
    rules.insist(rules.leads_class(by, news.link_class_id))
    return _move(by, news, News.State.TAKEN, "took class news down")


def _move(by: Viewer, news: News, to: News.State, verb: str) -> News:
    with walls.inside(news.link_id):
        row = News.objects.visible_to(by).select_for_update().get(pk=news.pk)
        if row.state == to:
            return row
        row.state = to
        if to == News.State.PUBLISHED:
            row.published = timezone.now()
        row.save(update_fields=["state", "published"])
    record(verb, f"exchange.news:{row.pk}", by=by)
    return row


def _insist_on_no_place(link: int, title: str, words: str) -> None:
    found = gives_away(f"{title}\n{words}", names_not_said(link))
    if found:
        raise SaysWhere(" ".join(one.words for one in found))


@action
def invite_families(*, by: Viewer, link_class: int, occasion: Occasion, invite: bool) -> None:
    """Invite the families of a class to a celebration that the class itself is invited to, or take that back."""
    link = rules.classes_led(by).get(link_class)
    rules.insist(link is not None)
    assert link is not None
    rules.insist(Place.objects.visible_to(by).filter(link_class=link_class, occasion=occasion).exists())
    with walls.inside(link):
        row, _ = FamilyInvitation.objects.unscoped(WHY).get_or_create(
            link_class_id=link_class, occasion=occasion, defaults={"link_id": link, "made_by_id": by.person_id}
        )
        if (row.ended is None) != invite:
            row.ended = None if invite else timezone.now()
            row.save(update_fields=["ended"])
    record("invited families" if invite else "took an invitation back", f"exchange.familyinvitation:{row.pk}", by=by)


@action
def say_coming(*, by: Viewer, opened: Opened, adults: int, children: int) -> None:
    """A family says how many of it come to the celebration it is invited to; said again, the last word holds."""
    found = invitation_for(opened)
    rules.insist(found is not None and opened.label is not None)
    assert found is not None
    assert opened.label is not None
    with walls.inside(opened.link):
        FamilyComing.objects.unscoped(WHY).update_or_create(
            invitation_id=found.id,
            label_id=opened.label,
            defaults={
                "link_id": opened.link, "link_class_id": opened.link_class, "adults": adults, "children": children,
                "at": timezone.now(),
            },
        )  # fmt: skip
    record("family said how many come", f"exchange.familyinvitation:{found.id}", by=by, programme=opened.programme)


@action
def tell_of_many_looks(*, by: Viewer, opened: Opened) -> None:
    """A code has fetched more pictures than a family looks at: the safeguarding lead of its school is told, once a day."""
    link = Link.objects.unscoped(WHY).select_related("linking_year__programme").get(pk=opened.link)
    school = LinkClass.objects.unscoped(WHY).values_list("school", flat=True).get(pk=opened.link_class)
    letters.family_alarm(link, school, opened.code)
    record("family used up its pictures", f"exchange.familycode:{opened.code}", by=by, programme=opened.programme)
