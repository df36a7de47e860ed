"""The public site."""

from django.urls import path

from footbridge.welcome import views

urlpatterns = [path("", views.home, name="home")]
