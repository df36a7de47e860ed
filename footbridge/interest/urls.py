"""Interest: schools answer, facilitators look after the answers."""

from django.urls import path

from footbridge.interest.views import again, answering, changing, doubles, finding, inbox, one, sheets

app_name = "interest"
urlpatterns = [
    # for schools
    path("interest/", finding.start, name="start"),
    path("interest/suggest/", finding.suggest, name="suggest"),
    path("interest/school/<int:pk>/", finding.school, name="school"),
    path("interest/answer/<slug:draft>/check/", answering.check, name="check"),
    path("interest/answer/<slug:draft>/sent/", answering.sent, name="sent"),
    path("interest/answer/<slug:draft>/<slug:slug>/", answering.question, name="question"),
    path("interest/change/<slug:token>/", changing.change, name="change"),
    path("interest/change/<slug:token>/new-code/", changing.new_code, name="new_code"),
    path("interest/ours/", changing.ours, name="ours"),
    path("interest/ours/<int:pk>/answer/", changing.begin_ours, name="begin_ours"),
    path("interest/ours/<slug:reference>/take-back/", changing.withdraw_ours, name="withdraw_ours"),
    # for facilitators
    path("interest/inbox/", inbox.inbox, name="inbox"),
    path("interest/inbox/due/", inbox.due, name="due"),
    path("interest/inbox/due/<int:pk>/done/", inbox.step_done, name="step_done"),
    path("interest/inbox/add/", inbox.add, name="add"),
    path("interest/inbox/doubles/", doubles.doubles, name="doubles"),
    path("interest/inbox/doubles/settle/", doubles.settle, name="settle"),
    path("interest/inbox/download.<slug:kind>", inbox.export, name="export"),
    path("interest/inbox/again/", again.formers, name="formers"),
    path("interest/inbox/again/preview/", again.preview, name="again_preview"),
    path("interest/inbox/again/send/", again.send, name="again_send"),
    path("interest/again/<slug:token>/", again.again, name="again"),
    path("interest/inbox/sheets/", sheets.sheets, name="sheets"),
    path("interest/inbox/sheets/template.<slug:kind>", sheets.template, name="sheet_template"),
    path("interest/inbox/sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("interest/inbox/sheets/<int:pk>/progress/", sheets.progress, name="sheet_progress"),
    path("interest/inbox/sheets/<int:pk>/bring-in/", sheets.bring_in, name="bring_in"),
    path("interest/inbox/sheets/<int:pk>/<int:line>/", sheets.row, name="row"),
    path("interest/inbox/sheets/<int:pk>/<int:line>/settle/", sheets.settle, name="settle_row"),
    path("interest/inbox/sheets/<int:pk>/<int:line>/correct/", sheets.correct, name="correct_row"),
    path("interest/inbox/<slug:reference>/", one.one, name="one"),
    path("interest/inbox/<slug:reference>/owner/", one.own, name="own"),
    path("interest/inbox/<slug:reference>/state/", one.mark, name="mark"),
    path("interest/inbox/<slug:reference>/change/", one.change, name="change_for"),
    path("interest/inbox/<slug:reference>/add-class/", one.add_class, name="add_class"),
    path("interest/inbox/<slug:reference>/withdraw/", one.withdraw, name="withdraw"),
]
