"""Addresses of exchange."""

from django.urls import URLPattern, path

from footbridge.exchange.labels import views as labels
from footbridge.exchange.permissions import views as permissions
from footbridge.exchange.room import views as room

app_name = "exchange"
urlpatterns: list[URLPattern] = [
    path("exchange/", room.rooms, name="rooms"),
    path("exchange/classes/<int:class_id>/children/", labels.children, name="children"),
    path("exchange/children/<uuid:child_id>/", labels.child, name="child"),
    path("exchange/children/<uuid:child_id>/remove/", labels.remove, name="remove_child"),
    path("exchange/classes/<int:class_id>/permissions/", permissions.table, name="permissions"),
]
