"""What is next for each person, and all programmes side by side."""

from django.urls import include, path

from footbridge.year import views

pages = [
    path("network/programmes/", views.programmes, name="programmes"),
    path("network/work/", views.work, name="work"),
]
urlpatterns = [
    path("today/", views.today, name="today"),
    path("", include((pages, "year"))),
]
