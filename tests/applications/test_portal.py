"""The partner portal: its own people see it, nobody else does."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.actions import invite_member, open_year
from plp.core.models import Message
from tests.browsing import said
from tests.make import (
    make_community_event,
    make_member,
    make_partner,
    make_partner_requirement,
    make_user,
    the_pin,
    the_program,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2016, 4, 18, 19, tzinfo=UTC)


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
        '20–22 May 2016</strong> <span class="quiet small">32 days</span>',
        '18–22 July 2016</strong> <span class="quiet small">91 days</span>',
        "Workshop days, CS Principles</a>",
        "0 done of 4",
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


def test_every_page_but_the_first_names_the_partner(manager, partner):
    for name in ["commitments", "calls", "report", "people", "onboarding", "portal-mail"]:
        page = said(manager.get(reverse(f"applications:{name}", args=[partner.pk])))
        assert "Larkspur County Office · Oakland, CA</p>" in page, name


def test_leads_from_the_program_manager_asked_for_to_where_one_is_named(manager, partner):
    row = partner.years.get().requirements.get(requirement__kind="manager")

    page = said(manager.get(one(row)))

    assert f'href="{reverse("applications:people", args=[partner.pk])}">' in page
    assert "Finish the onboarding</a>" in page


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


def test_says_what_to_do_next_the_nearest_last_day_first(manager, partner):
    year = partner.years.get()
    year.move("confirmed", by=None)
    with time_machine.travel("2016-12-20 12:00-08:00", tick=False):
        manager.force_login(partner.memberships.get().user)
        page = said(manager.get(home(partner)))

    assert "<strong>By 31 December 2016</strong>11 days" in page
    steps = [
        "Talk to us about the Facilitation Summit you missed</",
        "Plan your Hour of Code</",
        "Plan 4 meetups</",
    ]
    assert sorted(steps, key=page.index) == steps
    assert page.count("btn-bus") == 1


def test_nobody_is_sent_to_register_for_an_event_that_is_over(manager, partner):
    partner.years.get().move("confirmed", by=None)
    row = partner.years.get().requirements.get(requirement__kind="summit")
    with time_machine.travel("2016-12-20 12:00-08:00", tick=False):
        manager.force_login(partner.memberships.get().user)
        page = said(manager.get(one(row)))

    assert "nobody can register for it any more" in page
    assert "Talk to us about the Facilitation Summit you missed</a>" in page
    assert reverse("workshops:events", args=[partner.pk]) + '">Register' not in page


def test_shows_the_yellow_button_to_those_who_can_do_it_alone(manager, partner):
    partner.years.get().move("confirmed", by=None)
    row = partner.years.get().requirements.get(requirement__kind="funding")
    with time_machine.travel("2016-12-20 12:00-08:00", tick=False):
        manager.force_login(partner.memberships.get().user)
        assert "btn-bus" in said(manager.get(home(partner)))
        assert "For: finance" not in said(manager.get(home(partner)))
        assert "Confirm your funding</a>" in said(manager.get(one(row)))

        manager.force_login(make_member(partner, may_manage=False).user)
        page = said(manager.get(home(partner)))
        assert "btn-bus" not in page
        assert "For: finance" in page
        assert "btn-bus" not in said(manager.get(one(row)))


def test_says_why_something_may_not_be_done(manager, partner):
    manager.force_login(make_member(partner, may_manage=False).user)

    refused = manager.get(reverse("applications:person-invite", args=[partner.pk]))

    assert refused.status_code == 403
    assert "Only a program manager changes who acts for the partner." in said(refused)


def test_a_requirement_opens_to_the_rows_that_count(manager, partner):
    row = partner.years.get().requirements.get(requirement__kind="meetups")
    make_community_event(partner=partner, title="Coffee and code", day=date(2016, 10, 1))
    make_community_event(partner=make_partner(), title="Somebody else’s", day=date(2016, 10, 1))

    page = said(manager.get(one(row)))

    assert "0 done, 1 planned, of 4" in page
    assert "Coffee and code</a>" in page
    assert "Somebody else" not in page


def test_another_partners_requirement_is_not_there(manager, partner):
    other = make_partner_requirement()

    assert manager.get(one(other)).status_code == 404
    mine = reverse("applications:requirement", args=[partner.pk, other.pk])
    assert manager.get(mine).status_code == 404


def test_shows_ones_own_mail_and_nobody_elses(manager, partner):
    for to, subject in [("dana@larkspur.example", "For Dana"), ("ruth@x.example", "For Ruth")]:
        Message.objects.create(
            what="a", occasion="1", to=to, subject=subject, text="T", status="sent", sent_at=NOW
        )

    page = said(manager.get(reverse("applications:portal-mail", args=[partner.pk])))

    assert "For Dana" in page
    assert "For Ruth" not in page
    assert "For Dana" in said(manager.get(home(partner)))
