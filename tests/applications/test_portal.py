"""The partner portal: its own people see it, nobody else does."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.actions import invite_member, open_year
from tests.browsing import said
from tests.make import make_member, make_partner, make_user, the_pin, the_program

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-04-18 12:00-07:00", tick=False):
        yield


@pytest.fixture
def partner():
    partner = make_partner(region=the_pin().region, organization="Larkspur County Office")
    open_year(partner, the_program().years.get(number=1), manager_fte="0.25")
    return partner


@pytest.fixture
def manager(client, partner):
    member = make_member(partner, user=make_user("dana@larkspur.example", name="Dana Whitlock"))
    client.force_login(member.user)
    return client


def home(partner):
    return reverse("applications:portal-home", args=[partner.pk])


def promised(partner):
    return reverse("applications:commitments", args=[partner.pk])


def one(row):
    return reverse("applications:requirement", args=[row.partner_year.partner_id, row.pk])


def test_shows_region_people_commitments_requirements_and_days(manager, partner):
    page = said(manager.get(home(partner)))

    for text in [
        "Larkspur County Office</h1>",
        "Oakland, CA · partner since 1 May 2016",
        "Dana Whitlock</strong> (you)",
        "Program manager, ¼ of full time",
        "20–22 May 2016</strong>",
        "18–22 July 2016</strong>",
        "Workshop days, CS Principles</a>",
        "Not counted yet",
    ]:
        assert text in page, text
    assert "Atlanta" not in page


def test_asks_what_staff_have_agreed_with_this_partner(manager, partner):
    row = partner.years.get().requirements.get(requirement__kind="meetups")
    row.number, row.adjusted_because = 2, "You joined late."
    row.save()
    waived = partner.years.get().requirements.get(requirement__kind="summit")
    waived.waived_because = "You attended last year."
    waived.save()

    page = said(manager.get(one(row)))
    assert "2 meetups" in page
    assert "You joined late." in page
    page = said(manager.get(one(waived)))
    assert "You attended last year." in page
    assert "</svg>Waived</span>" in page


def test_names_who_has_not_accepted_yet(manager, partner):
    invite_member(partner, by=None, email="r@example.org", name="Ruth", rights=["signatory"])

    page = said(manager.get(home(partner)))

    assert "Ruth</strong>" in page
    assert "Signs for the partner. Invited, has not accepted yet." in page


def test_leads_to_the_only_partner_or_lets_one_choose(manager, partner):
    portal = reverse("applications:portal")
    assert manager.get(portal).url == home(partner)

    other = make_partner(organization="Quiet Owl")
    make_member(other, user=partner.memberships.get().user)

    page = said(manager.get(portal))
    assert "Larkspur County Office" in page
    assert "Quiet Owl" in page


def test_a_second_year_is_a_link_away(manager, partner):
    open_year(partner, the_program().years.get(number=2))

    assert "2016–17, year 1" in said(manager.get(home(partner)))
    assert "2017–18, year 2" in said(manager.get(promised(partner) + "?year=2"))
    with time_machine.travel("2017-08-01 12:00-07:00", tick=False):
        manager.force_login(partner.memberships.get().user)  # the session is over by then
        assert "2017–18, year 2" in said(manager.get(home(partner)))
    assert manager.get(promised(partner) + "?year=nonsense").status_code == 200


def test_a_partner_without_a_year_reads_whom_to_ask(client):
    partner = make_partner()
    client.force_login(make_member(partner).user)

    assert "No year is opened for you yet" in said(client.get(home(partner)))


def test_an_ended_partnership_stays_as_a_record(manager, partner):
    partner.ended_on = date(2016, 5, 2)
    partner.save()

    assert "The partnership ended on Monday, 2 May 2016" in said(manager.get(home(partner)))


def test_a_stranger_finds_nothing(client, stranger, partner):
    client.force_login(stranger)

    assert client.get(home(partner)).status_code == 404
    assert "You do not act for a partner" in said(client.get(reverse("applications:portal")))


def test_an_ex_member_finds_nothing(manager, partner):
    partner.memberships.all().delete()

    assert manager.get(home(partner)).status_code == 404


def test_a_member_of_another_partner_finds_nothing(client, partner):
    client.force_login(make_member(make_partner()).user)

    assert client.get(home(partner)).status_code == 404


def test_who_is_not_signed_in_is_asked_to(client, partner):
    assert client.get(home(partner)).status_code == 302
    assert home(partner) not in client.get("/").content.decode()


def test_asks_the_database_equally_often_for_one_person_and_for_three(manager, partner):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert manager.get(home(partner)).status_code == 200
        return len(asked)

    with_one = queries()
    for n in range(2):
        make_member(partner, may_manage=False)
        invite_member(partner, by=None, email=f"r{n}@example.org", name="", rights=[])
    open_year(partner, the_program().years.get(number=2))

    assert queries() == with_one
    assert with_one <= 15
