"""Addresses of families: for staff under the exchange, for families in their language under /family/."""

from __future__ import annotations

from django.urls import URLPattern, path

from footbridge.exchange.families.views import child, door, languages, news, notices, staff

FAMILIES: list[URLPattern] = [
    path("exchange/classes/<int:class_id>/families/", staff.families, name="families"),
    path("exchange/classes/<int:class_id>/families/letters/", staff.letters, name="letters"),
    path("exchange/classes/<int:class_id>/families/slips/", staff.paper, name="slips"),
    path("exchange/classes/<int:class_id>/families/invitations/", notices.invitations, name="invitations"),
    path("exchange/classes/<int:class_id>/news/", notices.news, name="news"),
    path("exchange/classes/<int:class_id>/news/write/", notices.write, name="write_news"),
    path("exchange/classes/<int:class_id>/news/code/", notices.class_code, name="class_code"),
    path("exchange/news/<uuid:news_id>/", notices.change, name="change_news"),
    path("exchange/news/<uuid:news_id>/do/<slug:verb>/", notices.act, name="act_news"),
    path("languages/", languages.every, name="languages"),
    path("languages/add/", languages.add, name="add_language"),
    path("languages/<slug:code>/", languages.one, name="language"),
    path("languages/<slug:code>/file/", languages.file, name="language_file"),
    path("languages/<slug:code>/bring/", languages.bring, name="bring_language"),
    path("languages/<slug:code>/reviewed/", languages.reviewed, name="language_reviewed"),
    path("family/", door.start, name="family"),
    path("family/<slug:language>/", door.start, name="family_start"),
    path("family/<slug:language>/child/", child.child, name="family_child"),
    path("family/<slug:language>/child/answer/", child.answer, name="family_answer"),
    path("family/<slug:language>/child/check/", child.check, name="family_check"),
    path("family/<slug:language>/child/no/", child.withdraw, name="family_withdraw"),
    path("family/<slug:language>/child/coming/", child.coming, name="family_coming"),
    path("family/<slug:language>/finish/", door.finish, name="family_finish"),
    path("family/<slug:language>/news/", news.news, name="family_news"),
    path("family/<slug:language>/news/<uuid:piece_id>/", news.picture, name="family_picture"),
    path("family/<slug:language>/news/<uuid:piece_id>/play/", news.play, name="family_play"),
    path("family/<slug:language>/news/<uuid:piece_id>/words/", news.words, name="family_captions"),
    path("family/<slug:language>/<slug:code>/", door.start, name="family_code"),
]
