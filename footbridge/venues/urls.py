"""Addresses of venues."""

from django.urls import path

from footbridge.venues import views

app_name = "venues"
urlpatterns = [
    path("venues/", views.all_venues, name="all"),
    path("venues/add/", views.add, name="add"),
    path("venues/<int:pk>/", views.venue, name="venue"),
    path("venues/<int:pk>/change/", views.change, name="change"),
    path("venues/<int:pk>/calendar/", views.calendar, name="calendar"),
    path("venues/<int:pk>/slots/", views.slots, name="slots"),
    path("venues/<int:pk>/slots/<int:slot>/take-back/", views.withdraw_slot, name="withdraw_slot"),
    path("venues/<int:pk>/days-off/", views.day_off, name="day_off"),
    path("venues/<int:pk>/days-off/<int:day>/take-back/", views.day_off_back, name="day_off_back"),
    path("venues/<int:pk>/visits/<int:hold>/confirm/", views.confirm, name="confirm"),
    path("venues/<int:pk>/visits/<int:hold>/decline/", views.decline, name="decline"),
    path("venues/<int:pk>/invite/", views.invite_host, name="invite_host"),
]
