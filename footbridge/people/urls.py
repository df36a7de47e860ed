"""Sign-in, invitations, roles and colleagues.

Of the sign-in library only the doors listed here exist: no sign-up, no social connections; changing the own address is ours.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from footbridge.people import throttle
from footbridge.people.sign_in.doors import (
    counted,
    leads_to_providers,
    nobody_in_particular,
    this_person,
    typed_address,
    waiting_person,
)
from footbridge.people.views import account as me
from footbridge.people.views import colleagues, invitation, moves, providers, second_key, start

own: list[URLPattern | URLResolver] = [
    path("start/", start.start, name="start"),
    path("sign-in/not-invited/", providers.not_invited, name="not_invited"),
    path("sign-in/no-answer/", providers.provider_trouble, name="provider_trouble"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("second-key/app/", second_key.app, name="app"),
    path("second-key/passkey/", second_key.passkey, name="passkey"),
    path("account/", me.account, name="account"),
    path("account/about-me/", me.about_me, name="about_me"),
    path("account/address/", me.new_address, name="new_address"),
    path("account/address/<str:token>/", me.confirm_address, name="confirm_address"),
    path("account/keys/<int:key>/remove/", me.drop_key, name="drop_key"),
    path("account/sessions/<int:session>/end/", me.end_session, name="end_session"),
    path("account/sign-out-everywhere/", me.end_all_sessions, name="sign_out_everywhere"),
    path("role/", me.switch, name="switch"),
    path("people/", colleagues.colleagues, name="colleagues"),
    path("people/invite/", colleagues.invite_somebody, name="invite"),
    path("people/school/<int:school>/", colleagues.school, name="school"),
    path("people/school/<int:school>/invite/", colleagues.invite_somebody, name="invite_to_school"),
    path("people/programme/<slug:slug>/", colleagues.programme, name="programme"),
    path("people/programme/<slug:slug>/invite/", colleagues.invite_somebody, name="invite_to_programme"),
    path("people/invitations/<int:invitation>/send-again/", colleagues.send_again, name="send_again"),
    path("people/invitations/<int:invitation>/take-back/", colleagues.take_back, name="take_back"),
    path("people/closed-schools/", moves.moves, name="moves"),
    path("people/closed-schools/<int:move>/", moves.move, name="move"),
    path("people/<int:membership>/remove/", colleagues.remove, name="remove"),
    path("people/<int:membership>/replace/", colleagues.replace, name="replace"),
    path("people/<int:membership>/lost-key/", colleagues.lost_key, name="lost_key"),
]

sign_in: list[URLPattern | URLResolver] = [
    path("", leads_to_providers(counted(throttle.SIGN_IN, typed_address)(account.login)), name="account_login"),
    path(
        "code/",
        counted(throttle.SEND_CODE, typed_address)(account.request_login_code),
        name="account_request_login_code",
    ),
    path(
        "code/check/",
        counted(throttle.TYPE_CODE, waiting_person)(account.confirm_login_code),
        name="account_confirm_login_code",
    ),
    path("second-step/", counted(throttle.SECOND_STEP, waiting_person)(mfa.authenticate), name="mfa_authenticate"),
    path(
        "passkey/",
        counted(throttle.SECOND_STEP, nobody_in_particular)(webauthn.login_webauthn),
        name="mfa_login_webauthn",
    ),
    path("again/", counted(throttle.SIGN_IN, this_person)(account.reauthenticate), name="account_reauthenticate"),
    path("again/code/", counted(throttle.SECOND_STEP, this_person)(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "again/passkey/",
        counted(throttle.SECOND_STEP, this_person)(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("with/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("with/<str:provider_id>/", leads_to_providers(openid.login), name="openid_connect_login"),
    path("with/<str:provider_id>/back/", openid.callback, name="openid_connect_callback"),
]

password: list[URLPattern | URLResolver] = [
    path(
        "forgotten/", counted(throttle.SEND_CODE, typed_address)(account.password_reset), name="account_reset_password"
    ),
    path(
        "forgotten/code/",
        counted(throttle.TYPE_CODE, nobody_in_particular)(account.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path("forgotten/new/", account.complete_password_reset, name="account_complete_password_reset"),
    path("forgotten/done/", account.password_reset_from_key_done, name="account_password_reset_completed"),
    path("change/", counted(throttle.SIGN_IN, this_person)(account.password_change), name="account_change_password"),
    path("set/", account.password_set, name="account_set_password"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((own, "people"))),
    path("sign-in/", include(sign_in)),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/", include(password)),
    path("second-key/", second_key.second_key, name="mfa_index"),
    path("second-key/recovery-codes/", second_key.recovery_codes, name="mfa_view_recovery_codes"),
]

if "microsoft" in settings.SOCIALACCOUNT_PROVIDERS:
    from allauth.socialaccount.providers.microsoft import views as microsoft

    urlpatterns += [
        path("sign-in/with-microsoft/", leads_to_providers(microsoft.oauth2_login), name="microsoft_login"),
        path("sign-in/with-microsoft/back/", microsoft.oauth2_callback, name="microsoft_callback"),
    ]
if "google" in settings.SOCIALACCOUNT_PROVIDERS:
    from allauth.socialaccount.providers.google import views as google

    urlpatterns += [
        path("sign-in/with-google/", leads_to_providers(google.oauth2_login), name="google_login"),
        path("sign-in/with-google/back/", google.oauth2_callback, name="google_callback"),
    ]
