"""Network staff bring the national register up to date, look a school up, and find what changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from footbridge.schools.models import School
from tests import factories

OLD = (
    "URN,EstablishmentName,LA (code),LA (name),EstablishmentStatus (name),PhaseOfEducation (name),Town,Postcode,LastChangedDate\n"
    "100001,Alder Vale Primary School,831,Derby,Open,Primary,Derby,DE23 8DF,01-06-2024\n"
    "100002,Brook Infant School,831,Derby,Open,Primary,Derby,DE22 1AB,01-06-2024\n"
    "100003,Cedar School,831,Derby,Open,Primary,Derby,DE1 1AB,soon\n"
)
NEW = OLD.replace("Alder Vale Primary School", "Alder Vale Academy").replace("01-06-2024", "01-06-2025").replace(
    "Brook Infant School,831,Derby,Open", "Brook Infant School,831,Derby,Closed"
)  # fmt: skip


def bring(visit: Any, path: Path) -> Any:
    """Choose a file and have it read; the worker is asked until it has read it."""
    page = visit.open("/register/", name="register-imports")
    page.get_by_label("The file").set_input_files(path)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_text("You may leave this page").wait_for()
    visit.work()
    page.goto(page.url)
    return page


def test_a_register_is_brought_previewed_and_applied(visit: Any, tmp_path: Path) -> None:
    visit.sign_in(factories.member("network_staff", name="Nadia Network"))
    (tmp_path / "old.csv").write_text(OLD)
    (tmp_path / "new.csv").write_text(NEW)

    page = bring(visit, tmp_path / "old.csv")
    visit.step("register-preview")
    assert page.get_by_text("Nothing is changed yet").is_visible()
    assert page.get_by_text("Line 4, column LastChangedDate").is_visible()
    assert not School.objects.exists()
    page.get_by_role("button", name="Apply these changes").click()
    visit.work()
    page.goto(page.url)
    visit.step("register-applied")
    assert page.get_by_text("up to date with this file").is_visible()

    page = bring(visit, tmp_path / "new.csv")
    assert page.get_by_text("name: Alder Vale Primary School → Alder Vale Academy").is_visible()
    assert page.get_by_text("status: Open → Closed").is_visible()
    page.get_by_role("button", name="Apply these changes").click()
    visit.work()

    page = visit.open("/schools/", name="schools")
    page.get_by_label("Find a school").type("aldr vale", delay=30)
    page.get_by_role("option", name="Alder Vale Academy").click()
    page.get_by_role("heading", name="Alder Vale Academy").wait_for()
    visit.step("school")
    assert page.get_by_text("Register, 1 June 2025").first.is_visible()


def test_it_works_without_javascript(visit: Any, tmp_path: Path) -> None:
    plain = visit.without_javascript()
    plain.sign_in(factories.member("network_staff"))
    (tmp_path / "old.csv").write_text(OLD)
    page = bring(plain, tmp_path / "old.csv")
    page.get_by_role("button", name="Apply these changes").click()
    assert page.get_by_role("link", name="See how far it is now").is_visible()
    plain.work()
    page = plain.open("/schools/", name="schools-plain")
    page.get_by_label("Find a school").fill("brok infant")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Brook Infant School").click()
    assert page.get_by_role("heading", name="Brook Infant School").is_visible()
