"""Addresses of brokering: drafts and their boards, offers, links, the measure."""

from django.urls import URLPattern, URLResolver, path

from footbridge.brokering.drafts.views import asking, boards, change, comparing, shelf, weighing
from footbridge.brokering.links import views as links
from footbridge.brokering.offers import views as offers
from footbridge.brokering.teachers import views as teachers

app_name = "brokering"
urlpatterns: list[URLPattern | URLResolver] = [
    path("brokering/", boards.start, name="drafts"),
    path("brokering/drafts/", shelf.all_drafts, name="all_drafts"),
    path("brokering/drafts/new/", shelf.new, name="new_draft"),
    path("brokering/<int:draft_id>/", boards.board, name="board"),
    path("brokering/<int:draft_id>/map/", boards.on_map, name="map"),
    path("brokering/<int:draft_id>/table/", boards.as_table, name="table"),
    path("brokering/<int:draft_id>/news/<int:version>/", boards.news, name="news"),
    path("brokering/<int:draft_id>/search/", boards.search, name="search"),
    path("brokering/<int:draft_id>/do/<slug:verb>/", change.change, name="change"),
    path("brokering/<int:draft_id>/class/<int:class_id>/", asking.one_class, name="class"),
    path("brokering/<int:draft_id>/class/<int:class_id>/partners/", asking.partners, name="partners"),
    path("brokering/<int:draft_id>/link/<slug:key>/", asking.one_link, name="draft_link"),
    path("brokering/<int:draft_id>/what-if/", asking.what_if_linked, name="what_if"),
    path("brokering/<int:draft_id>/prices/", asking.prices, name="prices"),
    path("brokering/<int:draft_id>/weights/", weighing.weights, name="weights"),
    path("brokering/<int:draft_id>/compare/", comparing.compare, name="compare"),
    path("brokering/<int:draft_id>/history/", shelf.history, name="history"),
    path("brokering/<int:draft_id>/shelf/<slug:verb>/", shelf.shelve, name="shelve"),
    path("brokering/<int:draft_id>/offer/", offers.offer, name="offer"),
    path("links/", links.links, name="links"),
    path("links/contact/", links.contact, name="contact"),
    path("links/ours/", links.ours, name="ours"),
    path("links/<int:link_id>/", links.one, name="link"),
    path("links/<int:link_id>/accept/", offers.accept, name="accept"),
    path("links/<int:link_id>/decline/", offers.decline, name="decline"),
    path("links/<int:link_id>/withdraw/", links.withdraw, name="withdraw"),
    path("links/<int:link_id>/lift/", links.lift, name="lift"),
    path("links/<int:link_id>/classes/<int:class_id>/teachers/", teachers.who_leads, name="who_leads"),
    path("links/teachers/<int:leading>/end/", teachers.end, name="end_leading"),
    path("links/teachers/to-come/<int:coming>/send-again/", teachers.send_again, name="teacher_again"),
    path("links/teachers/to-come/<int:coming>/take-back/", teachers.take_back, name="teacher_back"),
    path("measure/", links.measure, name="measure"),
]
