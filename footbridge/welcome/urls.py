"""The public site."""

from django.urls import include, path

from footbridge.welcome import files, views

pages = [
    path("why-link/", views.why, name="why"),
    path("the-year/", views.year, name="year"),
    path("signing-up/", views.signing_up, name="signing_up"),
    path("four-questions/", views.questions, name="questions"),
    path("programmes/", views.directory, name="directory"),
    path("programmes/<slug:slug>/", views.programme, name="programme"),
    path("near/", views.near, name="near"),
    path("near/suggestions/", views.suggestions, name="suggestions"),
    path("figures/", views.figures, name="figures"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("contact/", views.contact, name="contact"),
]
urlpatterns = [
    path("", views.home, name="home"),
    path("", include((pages, "welcome"))),
    path("robots.txt", files.robots, name="robots"),
    path("sitemap.xml", files.sitemap, name="sitemap"),
    path("manifest.webmanifest", files.manifest, name="manifest"),
    path("favicon.ico", files.favicon, name="favicon"),
]
