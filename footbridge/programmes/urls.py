"""Setting programmes up and keeping them."""

from django.urls import path

from footbridge.programmes.views import lasting, setting_up, settings

app_name = "programmes"
urlpatterns = [
    path("network/programmes/set-up/", setting_up.start, name="set_up"),
    path("network/programmes/set-up/check/", setting_up.check, name="set_up_check"),
    path("network/programmes/set-up/<slug:key>/", setting_up.question, name="set_up_question"),
    path("settings/", settings.pick, name="settings"),
    path("programmes/<slug:slug>/settings/", settings.overview, name="overview"),
    path("programmes/<slug:slug>/settings/recruiting/", settings.recruiting, name="recruiting"),
    path("programmes/<slug:slug>/settings/years/open/", settings.open_year, name="open_year"),
    path("programmes/<slug:slug>/settings/years/<int:start>/", settings.dates, name="dates"),
    path("programmes/<slug:slug>/settings/years/<int:start>/close/", settings.close_year, name="close_year"),
    path("programmes/<slug:slug>/settings/<slug:section>/", settings.section, name="section"),
    path("programmes/<slug:slug>/hand-over/", lasting.hand_over, name="hand_over"),
    path("programmes/<slug:slug>/close/", lasting.close, name="close"),
]
