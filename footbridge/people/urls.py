"""Sign-in, invitations, roles and colleagues."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
