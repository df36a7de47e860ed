"""Addresses of care."""

from django.urls import path

from footbridge.care import views
from footbridge.care.diary import views as diary
from footbridge.care.nudges import views as nudges

app_name = "care"
urlpatterns = [
    path("care/", views.board, name="board"),
    path("care/links/<int:link_id>/", views.link, name="link"),
    path("care/programmes/", views.programmes, name="programmes"),
    path("care/due/", views.due, name="due"),
    path("care/due/<int:pk>/done/", views.step_done, name="step_done"),
    path("care/write/", nudges.nudge, name="nudge"),
    path("care/words/", nudges.words, name="words"),
    path("care/words/<slug:slug>/<slug:about>/", nudges.change_words, name="change_words"),
    path("calendar/", diary.diary, name="diary"),
    path("calendar/address/", diary.make_feed, name="make_feed"),
    path("calendar/address/end/", diary.end_feed, name="end_feed"),
    path("calendar/<str:token>.ics", diary.calendar_file, name="feed"),
]
