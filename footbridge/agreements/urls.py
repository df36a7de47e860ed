"""Addresses of agreements."""

from django.urls import URLPattern, path

from footbridge.agreements.views import chasing, signing, wording

app_name = "agreements"
urlpatterns: list[URLPattern] = [
    path("agreements/", chasing.listing, name="list"),
    path("agreements/remind/", chasing.remind, name="remind"),
    path("agreements/ours/", signing.ours, name="ours"),
    path("agreements/link/<int:link_id>/", signing.of_link, name="of_link"),
    path("agreements/<int:agreement_id>/", signing.one, name="one"),
    path("agreements/<int:agreement_id>/sign/", signing.sign, name="sign"),
    path("agreements/<int:agreement_id>/ask/", signing.ask, name="ask"),
    path("agreements/<int:agreement_id>/read/", signing.read, name="read"),
    path("agreements/<int:agreement_id>/paper/", signing.paper, name="paper"),
    path("agreements/text/", wording.texts, name="texts"),
    path("agreements/text/write/", wording.write, name="write"),
    path("agreements/text/publish/", wording.publish, name="publish"),
    path("agreements/clauses/<slug:slug>/", wording.clauses, name="clauses"),
    path("agreements/clauses/<slug:slug>/publish/", wording.publish_clauses, name="publish_clauses"),
]
