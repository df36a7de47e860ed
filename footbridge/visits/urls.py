"""Addresses of visits."""

from django.urls import path

from footbridge.visits.afterwards import views as afterwards
from footbridge.visits.calls import views as calls
from footbridge.visits.costs import views as costs
from footbridge.visits.dates import views as dates
from footbridge.visits.groups import views as groups
from footbridge.visits.meetings import views as meetings
from footbridge.visits.plans import views as plans

app_name = "visits"
urlpatterns = [
    path("meetings/", meetings.ours, name="ours"),
    path("meetings/all/", meetings.every, name="every"),
    path("meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/numbers/", meetings.numbers, name="numbers"),
    path("meetings/<int:meeting_id>/call-off/", meetings.call_off, name="call_off"),
    path("meetings/<int:meeting_id>/date/", dates.date, name="date"),
    path("meetings/<int:meeting_id>/days/", dates.days, name="days"),
    path("meetings/<int:meeting_id>/date/<int:proposal_id>/", dates.answer, name="answer"),
    path("meetings/<int:meeting_id>/move/", dates.move, name="move"),
    path("meetings/<int:meeting_id>/after/", afterwards.after, name="after"),
    path("meetings/<int:meeting_id>/reflection/", afterwards.reflect, name="reflect"),
    path("meetings/<int:meeting_id>/call/", calls.call, name="call"),
    path("meetings/of/<int:link_id>/add/", meetings.add, name="add"),
    path("meetings/<int:meeting_id>/plan/", plans.plan, name="plan"),
    path("meetings/<int:meeting_id>/plan/timetable/", plans.timetable, name="timetable"),
    path("meetings/<int:meeting_id>/plan/template/", plans.template, name="template"),
    path("meetings/<int:meeting_id>/plan/activity/", plans.activity, name="activity"),
    path("meetings/<int:meeting_id>/plan/where/", plans.words, name="words"),
    path("meetings/<int:meeting_id>/plan/coach/", plans.coach, name="coach"),
    path("meetings/<int:meeting_id>/plan/coach/quote/", plans.quote, name="quote"),
    path("meetings/<int:meeting_id>/plan/coach/<int:quote_id>/", plans.take, name="take"),
    path("meetings/<int:meeting_id>/plan/checks/", plans.risk, name="risk"),
    path("meetings/<int:meeting_id>/plan/place/", plans.place_risk, name="place_risk"),
    path("meetings/<int:meeting_id>/plan/sheet/", plans.sheet, name="sheet"),
    path("meetings/<int:meeting_id>/groups/", groups.groups, name="groups"),
    path("meetings/<int:meeting_id>/groups/move/", groups.move_child, name="move_child"),
    path("meetings/<int:meeting_id>/groups/adult/", groups.pin_adult, name="pin_adult"),
    path("meetings/<int:meeting_id>/groups/delete/", groups.forget_groups, name="forget_groups"),
    path("meetings/<int:meeting_id>/groups/sheets/", groups.group_sheets, name="group_sheets"),
    path("meetings/<int:meeting_id>/groups/stickers/", groups.stickers, name="stickers"),
    path("meetings/<int:meeting_id>/groups/register/", groups.register, name="register"),
    path("costs/", costs.costs, name="costs"),
    path("costs/claims/", costs.claims, name="claims"),
    path("costs/claims/export.<str:kind>", costs.costs_export, name="costs_export"),
    path("costs/paid/<int:year>/", costs.contributions, name="contributions"),
    path("costs/of/<int:link_id>/", costs.add_cost, name="add_cost"),
    path("costs/<int:cost_id>/", costs.cost, name="cost"),
    path("costs/<int:cost_id>/take-out/", costs.drop_cost, name="drop_cost"),
]
