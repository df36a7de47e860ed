"""Addresses of the sharing of slots."""

from django.urls import path

from footbridge.visits.allocation import views

app_name = "allocation"
urlpatterns = [
    path("visits/slots/", views.years, name="years"),
    path("visits/slots/<int:year>/", views.draft, name="draft"),
    path("visits/slots/<int:year>/book/", views.book, name="book"),
    path("visits/slots/<int:year>/<slug:verb>/", views.change, name="change"),
    path("visits/slots/link/<int:link>/", views.link, name="link"),
    path("visits/wishes/<int:link>/", views.wish, name="wish"),
    path("visits/school-days/", views.school_days, name="days"),
    path("visits/school-days/<int:school>/<int:year>/", views.school_days, name="days_of"),
]
