"""Staff adjust what is asked of partners, one by one and many at once, with reason."""

import pytest
import time_machine
from django.contrib import admin
from django.urls import reverse

from applications.models import PartnerRequirement, RequirementProposal
from plp.core.models import Message
from tests.browsing import said
from tests.make import (
    make_commitment,
    make_member,
    make_partner_requirement,
    make_program_year,
    make_requirement,
    make_school_year,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/applications/partnerrequirement/"


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-04-18 12:00-07:00", tick=False):
        yield


@pytest.fixture
def rows():
    """Four meetups of two partners: the first has confirmed the year, the second has not."""
    year = make_program_year(school_year=make_school_year(2040))
    asked = make_requirement(program_year=year)
    rows = [make_partner_requirement(requirement=asked) for _ in range(2)]
    rows[0].partner_year.move("confirmed", by=None)
    for row in rows:
        make_member(row.partner_year.partner)
    return rows


def take(client, step, rows, **fields):
    """Look at what a step does with records, then do it; return what was shown and the end."""
    ids = ",".join(str(row.pk) for row in rows)
    address = f"{LIST}step/{step}/?ids={ids}"
    shown = client.post(address, fields | {"look": "1"})
    seen = " ".join(admin.site.get_model_admin(PartnerRequirement).version_of(r) for r in rows)
    done = client.post(address, fields | {"do": "1", "seen": seen}, follow=True)
    return said(shown), said(done)


def test_many_are_adjusted_at_once_each_as_its_year_asks(staff, rows):
    shown, done = take(staff, "adjust", rows, number="6", reason="A grant.")

    assert "proposed: 6" in shown
    assert "2 mails will go" in shown
    assert "Adjusted: 2 requirements of partners." in done
    assert [PartnerRequirement.objects.get(pk=row.pk).number for row in rows] == [4, 6]
    assert RequirementProposal.objects.get().requirement == rows[0]


def test_each_step_asks_for_its_reason(staff, rows):
    for step in ("adjust", "waive", "ask-again", "as-program", "take-back"):
        page = staff.post(f"{LIST}step/{step}/?ids={rows[0].pk}", {"number": "3", "look": "1"})
        assert "This field is required." in said(page), step


def test_an_adjustment_that_says_nothing_is_asked_again(staff, rows):
    page = staff.post(f"{LIST}step/adjust/?ids={rows[0].pk}", {"reason": "Why.", "look": "1"})

    assert "Say what changes: the number, or a day." in said(page)


def test_many_are_waived_and_asked_again(staff, rows):
    take(staff, "waive", rows, reason="Flood.")
    assert PartnerRequirement.objects.filter(waived_because="Flood.").count() == 2

    rows = list(PartnerRequirement.objects.order_by("pk"))
    take(staff, "ask-again", rows, reason="It is dry.")

    assert [bool(r.waived_because) for r in PartnerRequirement.objects.order_by("pk")] == [
        True,
        False,
    ]
    page = said(staff.get(f"{LIST}?state=proposed"))
    assert "1 requirement of a partner" in page


def test_what_changed_since_it_was_shown_is_not_changed_unseen(staff, rows):
    seen = admin.site.get_model_admin(PartnerRequirement).version_of(rows[1])
    PartnerRequirement.objects.filter(pk=rows[1].pk).update(number=2, adjusted_because="Late.")

    address = f"{LIST}step/waive/?ids={rows[1].pk}"
    page = staff.post(address, {"reason": "Flood.", "do": "1", "seen": seen}, follow=True)

    assert "Someone has changed this since you looked" in said(page)
    assert not Message.objects.exists()


def test_the_page_of_a_year_leads_there(staff, rows):
    year = rows[0].partner_year
    page = said(staff.get(reverse("admin:applications_partneryear_change", args=[year.pk])))

    assert f"{LIST}{rows[0].pk}/change/" in page
    assert f"{LIST}?partner_year={year.pk}" in page
    page = said(staff.get(f"{LIST}?partner_year={year.pk}"))
    assert "1 requirement of a partner" in page


def test_whoever_may_only_see_takes_no_step(person, rows):
    client = person("view_partnerrequirement")

    assert client.get(f"{LIST}{rows[0].pk}/change/").status_code == 200
    assert client.get(f"{LIST}step/waive/?ids={rows[0].pk}").status_code == 403


class TestProgramChanges:
    def save(self, client, requirement, **fields):
        address = reverse("admin:applications_requirement_change", args=[requirement.pk])
        names = ["commitment", "program_year", "kind", "course", "number", "note"]
        days = ["window_from", "window_until", "lead_days"]
        of = {"commitment": "commitment_id", "program_year": "program_year_id"}
        data = {name: getattr(requirement, of.get(name, name)) or "" for name in names + days}
        return said(client.post(address, data | fields, follow=True))

    def test_a_changed_requirement_offers_to_update_the_copies(self, staff, rows):
        page = self.save(staff, rows[0].requirement, number="5")

        assert "2 copies of partners still ask what the program asked before" in page
        keys = ",".join(str(row.pk) for row in rows).replace(",", "%2C")
        assert f"{LIST}step/update/?ids={keys}" in page

    def test_those_it_raises_become_proposals(self, staff, rows):
        self.save(staff, rows[0].requirement, number="5")
        shown, _ = take(staff, "update", PartnerRequirement.objects.order_by("pk"))

        assert "proposed: 5" in shown
        assert [PartnerRequirement.objects.get(pk=row.pk).number for row in rows] == [4, 5]

    def test_what_stays_the_same_offers_nothing(self, staff, rows):
        assert "copies of partners" not in self.save(staff, rows[0].requirement, note="Soon.")

    def test_one_added_later_is_offered_to_years_that_lack_it(self, staff, rows):
        year = rows[0].requirement.program_year
        commitment = make_commitment(program=year.program)
        data = {"commitment": commitment.pk, "program_year": year.pk, "kind": "fair"}
        more = {"number": "1", "lead_days": "60", "note": "", "course": ""}
        page = said(staff.post("/admin/applications/requirement/add/", data | more, follow=True))

        assert "2 partner years were opened before this was added." in page
        years = ",".join(str(row.partner_year_id) for row in rows)
        address = f"/admin/applications/partneryear/step/add-missing/?ids={years}"
        assert "2 partner years" in said(staff.get(address))
