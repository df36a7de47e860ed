"""Addresses of booking: for everybody, for whoever holds a place, for head and office, for organisers."""

from django.urls import path

from footbridge.booking.views import attending, holding, organising, public, releasing

app_name = "booking"
urlpatterns = [
    path("briefings/<int:pk>/", public.briefing, name="briefing"),
    path("dates/mailed/<slug:token>/", public.mailed, name="mailed"),
    path("dates/mailed/<slug:token>/<slug:kind>/", public.mailed_file, name="mailed_file"),
    path("dates/", holding.mine, name="mine"),
    path("dates/book/<int:pk>/", holding.book, name="book"),
    path("dates/place/<int:pk>/", holding.place, name="place"),
    path("dates/place/<int:pk>/<slug:kind>/", holding.place_file, name="place_file"),
    path("dates/releases/", releasing.releases, name="releases"),
    path("dates/releases/<int:pk>/", releasing.settle, name="settle"),
    path("dates/releases/school/<int:pk>/", releasing.setting, name="setting"),
    path("occasions/", organising.occasions, name="occasions"),
    path("occasions/new/<slug:kind>/", organising.new, name="new"),
    path("occasions/<int:pk>/", organising.occasion, name="occasion"),
    path("occasions/places/<int:pk>/", organising.placed, name="placed"),
    path("occasions/places/<int:pk>/<slug:kind>/", organising.placed_file, name="placed_file"),
    path("occasions/<int:pk>/change/", organising.change, name="change"),
    path("occasions/<int:pk>/cancel/", organising.cancel, name="cancel"),
    path("occasions/<int:pk>/write/", organising.write, name="write"),
    path("occasions/<int:pk>/act/", organising.act, name="act"),
    path("occasions/<int:pk>/attendance/", attending.attendance, name="attendance"),
    path("occasions/<int:pk>/papers/<slug:kind>/", attending.papers_view, name="papers"),
]
