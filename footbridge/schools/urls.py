"""Addresses of the schools."""

from django.urls import path

from footbridge.schools import views

app_name = "schools"
urlpatterns = [
    path("schools/", views.search, name="search"),
    path("schools/suggest/", views.suggest, name="suggest"),
    path("schools/add/", views.add, name="add"),
    path("schools/<int:school_id>/", views.school, name="school"),
    path("register/", views.imports, name="imports"),
    path("register/<int:upload_id>/", views.upload, name="upload"),
    path("register/<int:upload_id>/progress/", views.progress, name="progress"),
    path("register/<int:upload_id>/apply/", views.apply, name="apply"),
    path("register/<int:upload_id>/drop/", views.drop, name="drop"),
    path("register/<int:upload_id>/again/", views.again, name="again"),
    path("register/<int:upload_id>/refused.csv", views.refused, name="refused"),
]
