"""A head looks after the people of the school; a facilitator after the heads of the programme."""

from __future__ import annotations

from footbridge.people.models import Membership
from tests import factories
from tests.journeys.conftest import Visit
from tests.people.letters import code_in, last_letter, letters_to, link_in

NEW = "nina.new@school.test.example.org"


def test_a_head_replaces_a_leaver(visit: Visit) -> None:
    school = factories.school("Alder Vale")
    head = factories.member("headteacher", of=school, name="Hanna Head")
    factories.member("teacher", of=school, name="Lee Leaver")
    visit.sign_in(head)
    page = visit.open("/people/", name="people-at-school")
    assert page.get_by_text("Only one person can act for the school").is_visible()
    page.get_by_role("link", name="Replace Lee Leaver").click()
    visit.step("replace")
    page.get_by_label("Name of who takes over").fill("Nina New")
    page.get_by_label("Their e-mail address at work").fill(NEW)
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_text("Nina New is invited to take over from Lee Leaver.").wait_for()
    visit.step("people-after-replacing")
    page.get_by_text("Who was here before").click()
    assert page.get_by_text("Lee Leaver, Linking teacher").is_visible()
    newcomer = visit.another()
    letter = last_letter(NEW)
    newcomer.page.goto(newcomer.address + link_in(letter))
    newcomer.page.get_by_label("The six figures from the e-mail").fill(code_in(letter))
    newcomer.page.get_by_role("button", name="Accept the invitation").click()
    newcomer.page.get_by_role("heading", name="Set up a second key").wait_for()
    page.reload()
    assert page.get_by_role("link", name="Remove Nina New").is_visible()


def test_a_head_invites_a_deputy_by_keyboard(visit: Visit) -> None:
    school = factories.school("Alder Vale")
    visit.sign_in(factories.member("headteacher", of=school, name="Hanna Head"))
    page = visit.open("/people/")
    visit.tab_to("Invite somebody")
    visit.press("Enter")
    page.get_by_role("heading", name="Invite somebody").wait_for()
    visit.step("invite")
    visit.tab_to("Deputy head")
    visit.press("Space")
    visit.tab_to("Their name")
    page.keyboard.type("Nina New")
    visit.tab_to("Their e-mail address")
    page.keyboard.type(NEW)
    visit.press("Enter")
    page.get_by_text("Nina New is invited.").wait_for()
    visit.step("people-with-invitation")
    assert letters_to(NEW) == 1


def test_a_facilitator_finds_a_missing_head_without_scripts(visit: Visit) -> None:
    programme = factories.programme("Derby")
    year = factories.linking_year(programme)
    for name in ("Alder Vale", "Beech Hill"):
        factories.interest(year, factories.school(name))
    facilitator = factories.member("facilitator", of=programme, name="Fran Field")
    visit.sign_in(facilitator)
    visit.open("/people/", name="people-of-programme")
    plain = visit.without_javascript()
    plain.sign_in(facilitator)
    page = plain.open("/people/?state=missing")
    page.get_by_role("link", name="Beech Hill").click()
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Headteacher").check()
    page.get_by_label("Their name").fill("Nina New")
    page.get_by_label("Their e-mail address").fill(NEW)
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_role("button", name="Send again to Nina New").click()
    assert letters_to(NEW) == 2
    page.get_by_role("button", name="Take back the invitation of Nina New").click()
    assert page.get_by_text("The invitation to Nina New is taken back.").is_visible()


def test_somebody_with_two_roles_switches(visit: Visit) -> None:
    both = factories.member("headteacher", of=factories.school("Alder Vale"), name="Bo Both")
    Membership.objects.create(person=both, role="facilitator", programme=factories.programme("Derby"))
    visit.sign_in(both)
    page = visit.open("/role/", name="switch-role")
    page.get_by_role("button", name="Headteacher, Alder Vale").click()
    page.goto(visit.address + "/people/")
    page.get_by_role("heading", name="People at Alder Vale").wait_for()
    page.get_by_role("link", name="switch").click()
    page.get_by_role("button", name="Facilitator, Derby").click()
    page.goto(visit.address + "/people/")
    page.get_by_role("heading", name="People of Derby").wait_for()


def test_network_staff_see_all_programmes(visit: Visit) -> None:
    factories.programme("Derby")
    visit.sign_in(factories.member("network_staff", name="Nell Network"))
    page = visit.open("/people/", name="people-of-network")
    page.get_by_role("link", name="Derby").click()
    visit.step("people-of-a-programme")
