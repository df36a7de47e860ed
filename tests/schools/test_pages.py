"""Pages about schools, and bringing a file in by upload."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from procrastinate import testing
from procrastinate.contrib.django import app

from footbridge.schools import tasks
from footbridge.schools.models import RegisterUpload, School
from tests import factories

pytestmark = pytest.mark.django_db
REGISTER = (
    b"URN,EstablishmentName,LA (code),LA (name),EstablishmentStatus (name),OpenDate,Town,LastChangedDate\n"
    b"100001,Park School,831,Derby,Open,01-09-2015,Derby,01-06-2024\n"
    b"100002,=HYPERLINK(1),831,Derby,Open,,Derby,\n100003,Brook School,831,Derby,Open,=1+1,Derby,\n"
)


@pytest.fixture
def queue() -> Iterator[testing.InMemoryConnector]:
    """Tasks wait in memory until a test runs them."""
    connector = testing.InMemoryConnector()
    with app.replace_connector(connector):
        yield connector


@pytest.fixture
def staff(sign_in, settings, tmp_path: Path, queue: testing.InMemoryConnector) -> Client:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    return sign_in(factories.member("network_staff"))


def bring(client: Client, content: bytes = REGISTER, name: str = "register.csv") -> RegisterUpload:
    answer = client.post("/register/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302
    return RegisterUpload.objects.latest("pk")


def test_a_file_is_brought_previewed_and_applied(
    staff: Client, queue: testing.InMemoryConnector, tmp_path: Path
) -> None:
    upload = bring(staff)
    assert [job["task_name"] for job in queue.jobs.values()] == ["footbridge.schools.tasks.read_upload"]
    assert "You may leave this page" in staff.get(f"/register/{upload.pk}/").content.decode()

    tasks.read_upload(upload.pk)
    page = staff.get(f"/register/{upload.pk}/").content.decode()
    assert "Nothing is changed yet" in page
    assert "Park School (100001)" in page
    assert "Line 3, column EstablishmentName" in page
    assert not School.objects.exists()

    staff.post(f"/register/{upload.pk}/apply/")
    staff.post(f"/register/{upload.pk}/apply/")
    assert [job["task_name"] for job in queue.jobs.values()].count("footbridge.schools.tasks.apply_upload") == 1
    tasks.apply_upload(upload.pk)
    assert School.objects.get().name == "Park School"
    assert "up to date with this file" in staff.get(f"/register/{upload.pk}/").content.decode()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_same_file_again_says_that_nothing_is_new(staff: Client) -> None:
    for _ in range(2):
        upload = bring(staff)
        tasks.read_upload(upload.pk)
        staff.post(f"/register/{upload.pk}/apply/")
        tasks.apply_upload(upload.pk)
    upload = bring(staff)
    tasks.read_upload(upload.pk)
    assert "Everything in this file is known already" in staff.get(f"/register/{upload.pk}/").content.decode()


def test_refused_rows_can_be_downloaded_and_hold_no_formula(staff: Client) -> None:
    upload = bring(staff)
    tasks.read_upload(upload.pk)
    answer = staff.get(f"/register/{upload.pk}/refused.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer["Content-Type"].startswith("text/csv")
    assert len(lines) == 3
    assert "'=HYPERLINK(1)" in lines[1]
    assert not [cell for line in lines for cell in line.split(",") if cell.strip('"').startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("content", "words"), [(b"%PDF-1.4", "is a PDF"), (b"one,two\n1,2\n", "is not a file of the national register")]
)
def test_a_file_that_is_none_is_told_in_a_sentence(staff: Client, content: bytes, words: str) -> None:
    upload = bring(staff, content, "given.csv")
    tasks.read_upload(upload.pk)
    page = staff.get(f"/register/{upload.pk}/").content.decode()
    assert words in page
    assert "given.csv" in page


def test_nothing_chosen_comes_back_with_a_sentence(staff: Client) -> None:
    assert "Choose the file you downloaded" in staff.post("/register/", {}).content.decode()
    empty = staff.post("/register/", {"file": SimpleUploadedFile("a.csv", b"")})
    assert "This file is empty" in empty.content.decode()


def test_a_failure_nobody_expected_is_told_and_can_be_tried_again(staff: Client, monkeypatch) -> None:
    upload = bring(staff)
    with monkeypatch.context() as broken:
        broken.setattr("footbridge.schools.importing.preview", lambda files, tell: 1 / 0)
        tasks.read_upload(upload.pk)
    assert "Something went wrong on our side" in staff.get(f"/register/{upload.pk}/").content.decode()
    staff.post(f"/register/{upload.pk}/again/")
    tasks.read_upload(upload.pk)
    upload.refresh_from_db()
    assert upload.state == "previewed"


def test_throwing_away(staff: Client, tmp_path: Path, django_capture_on_commit_callbacks) -> None:
    upload = bring(staff)
    tasks.read_upload(upload.pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert staff.post(f"/register/{upload.pk}/drop/").status_code == 302
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not School.objects.exists()
    tasks.apply_upload(upload.pk)
    assert not School.objects.exists()


def test_files_left_lying_are_thrown_away_after_thirty_days(staff: Client, tmp_path: Path) -> None:
    old, young = bring(staff), bring(staff)
    for upload in (old, young):
        tasks.read_upload(upload.pk)
    RegisterUpload.objects.filter(pk=old.pk).update(began=timezone.now() - timedelta(days=31))
    tasks.forget_files_left_lying(0)
    assert dict(RegisterUpload.objects.values_list("pk", "state")) == {old.pk: "dropped", young.pk: "previewed"}
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("path", ["", "progress/", "refused.csv"])
def test_only_network_staff_see_uploads(sign_in, staff: Client, path: str) -> None:
    upload = bring(staff)
    assert staff.get(f"/register/{upload.pk}/{path}").status_code == 200
    facilitator = sign_in(factories.member("facilitator", of=factories.programme()))
    assert facilitator.get(f"/register/{upload.pk}/{path}").status_code == 404


def test_suggestions(client: Client) -> None:
    school = factories.school("Alder Vale <b>School</b>", town="Ely")
    answer = client.get("/schools/suggest/", {"q": "alder va"}).content.decode()
    assert f"({school.urn})" in answer
    assert "&lt;b&gt;" in answer
    assert "data-href" not in answer
    assert (
        f'data-href="/schools/{school.pk}/"'
        in client.get("/schools/suggest/", {"q": "alder", "to": "page"}).content.decode()
    )
    assert client.get("/schools/suggest/").content.strip() == b""


@pytest.mark.parametrize("schools", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(sign_in, schools: int, django_assert_max_num_queries) -> None:
    programme = factories.programme()
    for number in range(schools):
        factories.school(f"Alder School {number}", authority=programme.authorities.get())
    facilitator = sign_in(factories.member("facilitator", of=programme))
    facilitator.get("/schools/")
    with django_assert_max_num_queries(9):
        assert "Alder School 0" in facilitator.get("/schools/").content.decode()
    with django_assert_max_num_queries(9):
        assert "Alder School 0" in facilitator.get("/schools/", {"q": "alder"}).content.decode()


def test_a_visitor_is_led_on_to_the_programme_near_by(client: Client) -> None:
    school = factories.school()
    page = client.get(f"/schools/{school.pk}/").content.decode()
    assert f"?school={school.pk}" in page


def test_a_closed_school_leads_to_its_successor(client: Client) -> None:
    new = factories.school("Alder Academy")
    old = factories.school("Alder School", status="Closed", replaced_by=new)
    page = client.get(f"/schools/{old.pk}/").content.decode()
    assert "This school has closed" in page
    assert f"/schools/{new.pk}/" in page
    assert client.get("/schools/999999/").status_code == 404


@pytest.fixture
def adding() -> Callable[..., dict[str, object]]:
    def filled(**changes: object) -> dict[str, object]:
        return {
            "name": "Brook School",
            "reason": "opens in September",
            "phase": "Primary",
            "authority": "831",
            "town": "Derby",
            "postcode": "de1 1ab",
            "low_age": "4",
            "high_age": "11",
            **changes,
        }

    return filled


def test_a_facilitator_adds_a_school_without_urn(sign_in, adding) -> None:
    programme = factories.programme()
    factories.school("Elsewhere", postcode="DE1 1AA", easting=435000, northing=336000)
    facilitator = sign_in(factories.member("facilitator", of=programme))
    assert facilitator.get("/schools/add/").status_code == 200
    answer = facilitator.post("/schools/add/", adding())
    made = School.objects.get(name="Brook School")
    assert answer["Location"] == f"/schools/{made.pk}/"
    assert (made.urn, made.added_by_programme, made.postcode, made.easting) == (None, programme.pk, "DE1 1AB", 435000)
    assert "opens in September" in facilitator.get(answer["Location"]).content.decode()


def test_a_school_that_looks_alike_is_shown_first(sign_in, adding) -> None:
    programme = factories.programme()
    factories.school("Brook Primary School", postcode="DE1 1AB")
    facilitator = sign_in(factories.member("facilitator", of=programme))
    page = facilitator.post("/schools/add/", adding()).content.decode()
    assert "Is it one of these?" in page
    assert 'value="opens in September"' in page
    assert not School.objects.filter(urn=None).exists()
    assert facilitator.post("/schools/add/", adding(not_the_same="on")).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"postcode": "here"}, "not a postcode"), ({"low_age": "12", "high_age": "4"}, "below the youngest"), ({"name": ""}, "Give the name"),
     ({"authority": "999"}, "")],
)  # fmt: skip
def test_a_wrong_answer_keeps_what_was_typed(sign_in, adding, wrong: dict[str, str], words: str) -> None:
    facilitator = sign_in(factories.member("facilitator", of=factories.programme()))
    page = facilitator.post("/schools/add/", adding(**wrong)).content.decode()
    assert words in page
    assert 'value="opens in September"' in page
    assert not School.objects.exists()
