"""Addresses of exchange."""

from django.urls import URLPattern, path

from footbridge.exchange.concerns import views as concerns
from footbridge.exchange.ending import views as ending
from footbridge.exchange.families.urls import FAMILIES
from footbridge.exchange.game.views import tablet as guessing
from footbridge.exchange.game.views import teacher as game
from footbridge.exchange.houserules import views as houserules
from footbridge.exchange.keepsake import views as keepsake
from footbridge.exchange.labels import views as labels
from footbridge.exchange.lesson.views import tablet
from footbridge.exchange.lesson.views import teacher as lesson
from footbridge.exchange.media import sending
from footbridge.exchange.media import views as media
from footbridge.exchange.messages import views as messages
from footbridge.exchange.permissions import views as permissions
from footbridge.exchange.pictures import views as pictures
from footbridge.exchange.pieces import views as pieces
from footbridge.exchange.questions import views as questions
from footbridge.exchange.resources import views as resources
from footbridge.exchange.room import views as room

app_name = "exchange"
urlpatterns: list[URLPattern] = [
    path("exchange/", room.rooms, name="rooms"),
    path("exchange/<int:link_id>/", room.room, name="room"),
    path("exchange/<int:link_id>/show/", room.show, name="show"),
    path("exchange/<int:link_id>/questions/", questions.questions, name="questions"),
    path("exchange/<int:link_id>/questions/wall/", questions.wall, name="wall"),
    path("exchange/questions/<uuid:question_id>/answer/", questions.answer, name="answer"),
    path("exchange/answers/<uuid:answer_id>/take-back/", questions.take_back, name="take_answer_back"),
    path("exchange/<int:link_id>/game/", game.game, name="game"),
    path("exchange/<int:link_id>/game/board/", game.board, name="game_board"),
    path("exchange/<int:link_id>/game/board/part/", game.board_part, name="game_part"),
    path("exchange/<int:link_id>/game/live/", game.live, name="game_live"),
    path("exchange/<int:link_id>/game/do/<slug:verb>/", game.play, name="game_play"),
    path("exchange/<int:link_id>/messages/", messages.all_messages, name="messages"),
    path("exchange/<int:link_id>/rules/", houserules.house_rules, name="rules"),
    path("exchange/classes/<int:class_id>/children/", labels.children, name="children"),
    path("exchange/children/<uuid:child_id>/", labels.child, name="child"),
    path("exchange/children/<uuid:child_id>/remove/", labels.remove, name="remove_child"),
    path("exchange/children/<uuid:child_id>/file/", ending.export, name="export_child"),
    path("exchange/children/<uuid:child_id>/erase/", ending.erase, name="erase_child"),
    path("exchange/classes/<int:class_id>/book/", keepsake.book, name="book"),
    path("exchange/classes/<int:class_id>/book/progress/", keepsake.book_progress, name="book_progress"),
    path("exchange/classes/<int:class_id>/book/fetch/", keepsake.fetch, name="fetch_book"),
    path("exchange/<int:link_id>/keep/", keepsake.keep, name="keep"),
    path("exchange/<int:link_id>/goodbye/", keepsake.goodbye, name="goodbye"),
    path("exchange/<int:link_id>/certificate/", ending.certificate, name="certificate"),
    path("exchange/classes/<int:class_id>/permissions/", permissions.table, name="permissions"),
    path("exchange/classes/<int:class_id>/pictures/", pictures.upload, name="upload"),
    path("exchange/classes/<int:class_id>/record/", media.record, name="record"),
    path("exchange/classes/<int:class_id>/write/", pieces.write, name="write"),
    path("exchange/classes/<int:class_id>/tray/", pieces.tray, name="tray"),
    path("exchange/classes/<int:class_id>/lesson/", lesson.lesson, name="lesson"),
    path("exchange/classes/<int:class_id>/lesson/board/", lesson.board, name="lesson_board"),
    path("exchange/classes/<int:class_id>/lesson/close/", lesson.close, name="lesson_close"),
    path("exchange/classes/<int:class_id>/lesson/sheets/", lesson.sheets, name="lesson_sheets"),
    path("lesson/", tablet.enter, name="lesson_enter"),
    path("lesson/in/", tablet.choose, name="lesson_choose"),
    path("lesson/in/guess/", guessing.guess, name="lesson_guess"),
    path("lesson/in/leave/", tablet.leave, name="lesson_leave"),
    path("lesson/in/write/", tablet.make, {"what": "write"}, name="lesson_write"),
    path("lesson/in/draw/", tablet.make, {"what": "draw"}, name="lesson_draw"),
    path("lesson/in/photo/", tablet.make, {"what": "photo"}, name="lesson_photo"),
    path("lesson/in/voice/", tablet.speak, name="lesson_voice"),
    path("lesson/in/ask/", tablet.make, {"what": "ask"}, name="lesson_ask"),
    path("exchange/pieces/<uuid:piece_id>/", pieces.one, name="piece"),
    path("exchange/pieces/<uuid:piece_id>/describe/", pieces.describe, name="describe"),
    path("exchange/pieces/<uuid:piece_id>/delete/", pieces.delete, name="delete"),
    path("exchange/pieces/<uuid:piece_id>/concern/", concerns.report, name="report"),
    path("exchange/pieces/<uuid:piece_id>/do/<slug:verb>/", pieces.act, name="act"),
    path("exchange/pictures/<uuid:piece_id>/<slug:size>/", pictures.picture, name="picture"),
    path("exchange/classes/<int:class_id>/parcels/", sending.begin, name="parcels"),
    path("exchange/parcels/<uuid:parcel_id>/", sending.part, name="parcel"),
    path("exchange/media/<uuid:piece_id>/<slug:way>/", media.play, name="play"),
    path("exchange/media/<uuid:piece_id>/<slug:way>/words/", media.words, name="captions"),
    path("activities/", resources.activities, name="activities"),
    path("activities/add/", resources.add, name="add_activity"),
    path("activities/added/<int:activity_id>/", resources.change, name="change_activity"),
    path("activities/added/<int:activity_id>/turn/", resources.turn, name="turn_activity"),
    path("activities/<slug:slug>/", resources.activity, name="activity"),
    path("activities/<slug:slug>/use/", resources.use, name="use"),
    path("exchange/activities/<int:activity_id>/drop/", resources.drop, name="drop"),
    path("exchange/first/", pieces.firsts, name="firsts"),
    path("exchange/first/<uuid:piece_id>/", pieces.first, name="first"),
    path("exchange/report/<slug:about>/<uuid:target_id>/", concerns.report_other, name="report_other"),
    path("exchange/concerns/", concerns.concerns, name="concerns"),
    path("exchange/concerns/<uuid:concern_id>/", concerns.one, name="concern"),
    *FAMILIES,
]
