"""Addresses of training: for facilitators, for teachers, for head and office."""

from django.urls import path

from footbridge.training.views import own, running, school

app_name = "training"
urlpatterns = [
    path("training/", running.board, name="board"),
    path("training/new/<int:year>/<slug:slot>/", running.new, name="new"),
    path("training/session/<int:pk>/", running.session, name="session"),
    path("training/together/<int:link>/<int:pk>/", running.together, name="together"),
    path("training/teacher/<int:person>/<int:year>/", running.teacher, name="teacher"),
    path("training/mine/", own.mine, name="mine"),
    path("training/join/<int:pk>/", own.join, name="join"),
    path("training/after/<int:pk>/", own.after, name="after"),
    path("training/school/", school.teachers, name="school"),
    path("training/cover/<int:pk>/", school.cover, name="cover"),
]
