"""Addresses of the look: the switch between light and dark, and the page of all parts."""

from django.urls import path

from footbridge.ui import views

app_name = "ui"
urlpatterns = [
    path("theme/", views.theme, name="theme"),
    path("parts/", views.components, name="components"),
    path("parts/suggest/", views.component_suggestions, name="component_suggestions"),
    path("parts/<slug:section>/", views.components, name="component_section"),
]
