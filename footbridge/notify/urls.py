"""Addresses of the outbox."""

from django.urls import path

from footbridge.notify import views

app_name = "notify"
urlpatterns = [
    path("letters/", views.messages, name="messages"),
    path("letters/<int:pk>/", views.message, name="message"),
    path("letters/<int:pk>/as-sent/", views.as_sent, name="as_sent"),
]
