"""Addresses of the demonstration."""

from django.urls import path

from footbridge.demo import views

app_name = "demo"
urlpatterns = [
    path("demonstration/", views.personas, name="personas"),
    path("demonstration/<slug:key>/", views.become, name="become"),
]
