"""Guards of the rails: rules on views, classified fields, GET that cannot write, headers, the database's role."""

from __future__ import annotations

import re
import types

import pytest
from django.core.checks import run_checks
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from footbridge.access import Permission, public, requires
from footbridge.access.checks import all_views, views_without_rule
from footbridge.access.middleware import WroteOnGet
from footbridge.access.rules import rule_of
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


def test_no_page_of_ours_has_leave_to_write_on_get() -> None:
    ours = [name for name, view in all_views() if view.__module__.startswith("footbridge")]
    assert len(ours) > 15
    assert [name for name, view in all_views() if getattr(view, "writes_on_get", "") and rule_of(view) is None] == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["headteacher", "network_staff", "funder", "nobody"])
def test_a_permission_opens_only_to_those_who_have_it(role: str, sign_in) -> None:
    with override_settings(
        ROOT_URLCONF=planted(path("brokers/", for_brokers), path("sign-in/", bare, name="account_login"))
    ):
        if role == "nobody":
            assert Client().get("/brokers/").status_code == 302
            return
        of = {"headteacher": factories.school, "funder": factories.programme}.get(role, lambda: None)()
        assert sign_in(factories.member(role, of=of)).get("/brokers/").status_code == 404


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


def test_no_field_of_a_child_that_must_not_exist() -> None:
    forbidden = {
        "surname",
        "last_name",
        "birth_date",
        "date_of_birth",
        "dob",
        "gender",
        "ethnicity",
        "health",
        "religion",
    }
    of_schools = {"schools.School"}  # a school's own gender policy is a fact of the register
    assert len(REGISTER) > 10
    assert {
        label: forbidden & set(fields) for label, fields in REGISTER.items() if forbidden & set(fields)
    }.keys() <= of_schools


@pytest.mark.django_db
def test_the_application_is_no_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/healthz", "/not-there/", "/static/ui/css/base.css"])
def test_every_response_carries_the_strict_headers(client: Client, address: str) -> None:
    response = client.get(address)
    headers = response.headers
    response.close()
    assert headers["X-Content-Type-Options"] == "nosniff"
    if "/static/" in address:
        return  # a style sheet is not a page: it opens nothing and frames nothing
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
def test_not_there_looks_the_same_for_everyone_and_everything(client: Client) -> None:
    first, second = client.get("/not-there/"), client.get("/not-there-either/")
    assert first.status_code == second.status_code == 404
    # the token against forged posts differs on every page; nothing else may
    pages = [re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page.content) for page in (first, second)]
    assert pages[0] == pages[1]
