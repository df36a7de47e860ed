"""Guards of the rails: rules on views, classified fields, GET that cannot write, headers, the database's role."""

from __future__ import annotations

import re
import types
from collections.abc import Collection, Mapping

import pytest
from django.core.checks import run_checks
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from footbridge.access import Permission, public, requires, writes_on_get
from footbridge.access.checks import all_views, views_without_rule
from footbridge.access.middleware import WroteOnGet
from footbridge.config.headers import CLOSED
from footbridge.exchange.media.microphone import with_microphone
from footbridge.interest.models import Interest
from footbridge.privacy.register import REGISTER, own_fields, unclassified
from tests import factories


def planted(*patterns: object) -> types.ModuleType:
    """A set of addresses with a fault in it."""
    module = types.ModuleType("planted_urls")
    module.urlpatterns = list(patterns)  # type: ignore[attr-defined]
    return module


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("you should not see this")


def bare_too(request: HttpRequest) -> HttpResponse:
    return HttpResponse("looked at")


@public
def writing(request: HttpRequest) -> HttpResponse:
    Interest.objects.unscoped("a planted fault writes").update(answer="no")
    return HttpResponse("written")


@requires(Permission.BROKER_LINKS)
def for_brokers(request: HttpRequest) -> HttpResponse:
    return HttpResponse("brokers only")


def test_every_view_declares_its_rule() -> None:
    assert len(list(all_views())) > 20
    assert views_without_rule() == []
    assert run_checks() == []


@pytest.mark.django_db
def test_a_view_without_a_rule_is_neither_served_nor_passed() -> None:
    with override_settings(ROOT_URLCONF=planted(path("bare/", bare))):
        assert views_without_rule() == [f"bare/ ({__name__}.bare)"]
        assert [fault.id for fault in run_checks()] == ["access.E001"]
        assert Client().get("/bare/").status_code == 404


@pytest.mark.django_db
def test_a_get_cannot_write() -> None:
    factories.interest(factories.linking_year())
    with override_settings(ROOT_URLCONF=planted(path("writing/", writing))):
        with pytest.raises(WroteOnGet), transaction.atomic():
            Client().get("/writing/")
        assert (
            Client().post("/writing/").content == b"written"
        )  # the control: the same view may write when it is posted


def leave_to_write() -> list[str]:
    """Views of ours that may write when they are only looked at."""
    return [name for name, view in all_views() if getattr(view, "writes_on_get", "")]


def test_four_pages_of_ours_have_leave_to_write_on_get() -> None:
    ours = [name for name, view in all_views() if view.__module__.startswith("footbridge")]
    assert len(ours) > 15
    # looks at pictures, recordings and films of children are counted, by families too, and counting is a write; nothing else of ours may
    assert sorted(leave_to_write()) == [
        "exchange/media/<uuid:piece_id>/<slug:way>/",
        "exchange/pictures/<uuid:piece_id>/<slug:size>/",
        "family/<slug:language>/news/<uuid:piece_id>/",
        "family/<slug:language>/news/<uuid:piece_id>/play/",
    ]
    with override_settings(ROOT_URLCONF=planted(path("w/", public(writes_on_get("a planted reason")(bare_too))))):
        assert leave_to_write() == ["w/"]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["headteacher", "network_staff", "funder", "nobody", "facilitator"])
def test_a_permission_opens_only_to_those_who_have_it(role: str, sign_in) -> None:
    with override_settings(
        ROOT_URLCONF=planted(path("brokers/", for_brokers), path("sign-in/", bare, name="account_login"))
    ):
        if role == "nobody":
            assert Client().get("/brokers/").status_code == 302
            return
        of = {"headteacher": factories.school, "network_staff": lambda: None}.get(role, factories.programme)()
        expected = 200 if role == "facilitator" else 404  # the control: the door does open to somebody
        with override_settings(ROOT_URLCONF=planted(path("brokers/", for_brokers))):
            assert sign_in(factories.member(role, of=of)).get("/brokers/").status_code == expected


def test_every_field_is_classified() -> None:
    from django.apps import apps

    ours = [model for model in apps.get_models() if model.__module__.startswith("footbridge.")]
    assert sum(len(own_fields(model)) for model in ours) > 150
    assert {model._meta.label: unclassified(model) for model in ours if unclassified(model)} == {}


def test_an_unclassified_field_is_caught() -> None:
    class Planted(models.Model):
        __module__ = "footbridge.privacy.planted"
        birth_date = models.DateField()

        class Meta:
            app_label = "privacy"
            managed = False

        def __str__(self) -> str:
            return "planted"

    try:
        assert unclassified(Planted) == ["birth_date"]
        assert "privacy.E001" in [fault.id for fault in run_checks()]
    finally:
        from django.apps import apps

        del apps.all_models["privacy"]["planted"]
        apps.clear_cache()


FORBIDDEN = {
    *("surname", "last_name", "birth_date", "date_of_birth", "dob"),
    *("gender", "ethnicity", "health", "religion"),
}
OF_SCHOOLS = {"schools.School"}  # a school's own gender policy is a fact of the register


def forbidden_fields(register: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    """Fields about a child that no model may have."""
    return {
        label: found
        for label, fields in register.items()
        if label not in OF_SCHOOLS and (found := FORBIDDEN & set(fields))
    }


def test_no_field_of_a_child_that_must_not_exist() -> None:
    assert len(REGISTER) > 10
    assert forbidden_fields(REGISTER) == {}
    assert forbidden_fields({**REGISTER, "exchange.Child": ["label", "dob"]}) == {"exchange.Child": {"dob"}}


def mighty_roles(among: str = "true") -> set[str]:
    """Roles of the database to which row-level security means nothing, or who may make such roles."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rolname FROM pg_roles WHERE (rolsuper OR rolbypassrls OR rolcreaterole) AND {among}")
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_the_application_is_no_superuser() -> None:
    assert mighty_roles("rolname = current_user") == set()
    assert mighty_roles()  # the control: the server's own superuser is seen


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/healthz", "/not-there/", "/static/ui/css/base.css"])
def test_every_response_carries_the_strict_headers(client: Client, address: str) -> None:
    response = client.get(address)
    response.close()
    # a style sheet is not a page: it opens nothing and frames nothing
    assert weak_headers(response.headers, page="/static/" not in address) == []


def weak_headers(headers: Mapping[str, str], *, page: bool = True) -> list[str]:
    """Headers of a response that are not there or not strict."""
    wanted = {"X-Content-Type-Options": "nosniff"}
    if page:
        wanted |= {"X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}
    weak = [name for name, value in wanted.items() if headers.get(name) != value]
    policy = headers.get("Content-Security-Policy", "")
    if page and ("default-src 'none'" not in policy or "unsafe" in policy or "http:" in policy):
        weak.append("Content-Security-Policy")
    if page and "camera=()" not in headers.get("Permissions-Policy", ""):
        weak.append("Permissions-Policy")
    return weak


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", ""),
        ("X-Frame-Options", "SAMEORIGIN"),
        ("Referrer-Policy", "unsafe-url"),
        ("Permissions-Policy", ""),
        ("Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'"),
        ("Content-Security-Policy", "default-src 'self'"),
    ],
)
def test_a_planted_weak_header_is_caught(client: Client, header: str, value: str) -> None:
    headers = dict(client.get("/healthz").headers)
    assert weak_headers({**headers, header: value}) == [header]
    headers.pop(header)
    assert weak_headers(headers) == [header]


@pytest.mark.django_db
def test_the_microphone_is_open_on_two_pages_alone(client: Client) -> None:
    opening = [name for name, view in all_views() if getattr(view, "opens_microphone", False)]
    assert sorted(opening) == ["exchange/classes/<int:class_id>/record/", "lesson/in/voice/"]
    assert "microphone=()" in client.get("/")["Permissions-Policy"]
    recording = path("planted/", public(with_microphone(bare_too)))
    with override_settings(
        ROOT_URLCONF=planted(recording)
    ):  # the control: such a page is open, and nothing else of it is
        answer = client.get("/planted/")
    assert answer["Permissions-Policy"] == CLOSED.replace("microphone=()", "microphone=(self)")
    assert weak_headers(answer.headers) == []
    assert "media-src 'self' blob:" in answer["Content-Security-Policy"]
    assert "blob:" not in client.get("/")["Content-Security-Policy"]


@pytest.mark.django_db
def test_not_there_looks_the_same_for_everyone_and_everything(client: Client) -> None:
    first, second = client.get("/not-there/"), client.get("/not-there-either/")
    assert first.status_code == second.status_code == 404
    assert alike(first.content, second.content)
    assert not alike(first.content, second.content + b"<p>There is no link 5.</p>")


def alike(first: bytes, second: bytes) -> bool:
    """Whether two pages are the same but for the token against forged posts, which differs on every page."""
    pages = [re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page) for page in (first, second)]
    return pages[0] == pages[1]
