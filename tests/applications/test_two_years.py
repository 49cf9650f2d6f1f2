"""Two years of a partner, day by day: each status is what a person would say then."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from applications.actions import confirm_year, open_year
from applications.actions.renewing import open_next_year
from applications.counting import lines
from applications.jobs import end_partnerships, remind_partners, tell_staff_who_has_not_renewed
from applications.models import OnboardingItem, PartnerRequirement
from plp.core.models import Message
from tests.facilitators.make import make_accreditation, make_contract
from tests.make import (
    make_community_event,
    make_confirmation,
    make_member,
    make_partner,
    make_registration,
    make_user,
    the_pin,
    the_program,
)
from tests.workshops.make import make_leading, make_workshop
from workshops.models import CountedAnyway, Workshop

pytestmark = pytest.mark.django_db


class Story:
    """A partner, and what happens to it; `on` comes to a day, and stays there."""

    def __init__(self, day, slug="oakland-ca"):
        self.travels = None
        self.on(day)
        self.partner = make_partner(region=the_pin(slug).region, started_on=self.today)
        self.manager = make_member(self.partner, user=make_user("dana@larkspur.example")).user
        self.partner.memberships.update(since=f"{day} 12:00+00:00")
        first = open_year(self.partner, the_program().years.get(number=1))
        confirm_year(first, by=None, note="With the yes of Dana.")

    def on(self, day):
        self.end()
        self.travels = time_machine.travel(f"{day} 12:00-08:00", tick=False)
        self.travels.start()
        self.today = date.fromisoformat(day)

    def end(self):
        if self.travels:
            self.travels.stop()
            self.travels = None

    def year(self, number):
        return self.partner.years.get(program_year__number=number)

    def reads(self, number, **said):
        """Check how requirements of a year stand today, by their kind."""
        rows = PartnerRequirement.objects.filter(partner_year=self.year(number))
        found = {line.kind: line.status.value for line in lines(rows, self.today)}
        assert {kind: found[kind] for kind in said} == said

    def row(self, number, kind):
        return self.year(number).requirements.get(requirement__kind=kind)

    def comes_to(self, kind, *, attended=None, teachers=0):
        """Register the manager, and teachers, for the summit or session of the partner."""
        event = next(
            e for e in the_program().years.get(number=1).events.for_state("CA") if e.kind == kind
        )
        who = {"event": event, "partner": self.partner, "attended": attended}
        event.registrations.filter(partner=self.partner).delete()
        make_registration(member=self.manager, **who)
        for _ in range(teachers):
            make_registration(**who)

    def holds(self, kind, day, status="completed"):
        make_community_event(
            partner=self.partner, kind=kind, day=date.fromisoformat(day), status=status
        )

    def plans_workshop(self, day):
        year = self.year(1)
        course = self.row(1, "workshop_days").requirement.course
        return make_workshop(date.fromisoformat(day), partner_year=year, course=course)

    def contracts(self, course):
        """Return somebody who is accredited for a course, and under contract."""
        person = make_accreditation(course=course).facilitator
        year = self.year(1).program_year.school_year
        signed = {"school_year": year, "courses": [course], "status": "in_force"}
        make_contract(partner=self.partner, facilitator=person, **signed)
        return person

    def ran(self, workshop, led_by=None):
        if led_by:
            make_leading(workshop, facilitator=led_by, status="confirmed")
        Workshop.objects.filter(pk=workshop.pk).update(status="completed")

    def onboards(self):
        for item in OnboardingItem.objects.filter(program=the_program()):
            item.done.create(user=self.manager)


@pytest.fixture
def begins():
    """Return a function that begins a story; time is our own again at its end."""
    stories = []

    def begin(day):
        stories.append(Story(day))
        return stories[-1]

    yield begin
    for story in stories:
        story.end()


def test_two_years_of_a_partner(begins):
    story = begins("2016-04-18")
    story.reads(
        1,
        manager="to_confirm",
        summit="not_scheduled",
        summer_session="later",
        workshop_days="later",
        meetups="later",
        hour_of_code="later",
        funding="to_confirm",
        privacy="to_confirm",
    )

    story.on("2016-05-02")  # 60 days before the school year; the onboarding is done
    story.onboards()
    make_confirmation(story.row(1, "privacy"), done_on=story.today)
    funding = {"done_on": story.today, "valid_until": date(2017, 6, 30)}
    make_confirmation(story.row(1, "funding"), **funding)
    story.comes_to("summit")
    story.reads(
        1,
        manager="confirmed",
        summit="on_track",
        meetups="not_scheduled",
        funding="confirmed",
        privacy="confirmed",
    )

    days = ("2016-10-08", "2016-12-03", "2017-02-04", "2017-04-08")
    story.reads(1, workshop_days="not_scheduled", facilitated="nothing_yet")
    workshops = [story.plans_workshop(day) for day in days]
    story.reads(1, workshop_days="on_track", facilitated="nothing_yet")

    story.on("2016-05-23")  # the summit is over; nobody has said yet who was there
    story.reads(1, summit="overdue", summer_session="not_scheduled")
    story.comes_to("summit", attended=True)
    story.reads(1, summit="met")

    story.on("2016-07-25")  # the session of the state is over
    story.comes_to("summer_session", attended=True)
    story.reads(1, summer_session="overdue")  # without teachers
    story.comes_to("summer_session", attended=True, teachers=8)
    story.reads(1, summer_session="met")

    story.on("2016-10-02")  # 60 days before December
    story.holds("meetup", "2016-09-15")
    for day in ("2016-11-10", "2017-02-09", "2017-04-20"):
        story.holds("meetup", day, status="planned")
    story.reads(1, meetups="on_track", hour_of_code="not_scheduled")

    story.on("2016-12-10")  # two of four days, and the lead of one had no contract
    jonas = story.contracts(workshops[0].course)
    story.ran(workshops[0], jonas)
    story.ran(workshops[1])
    story.reads(1, workshop_days="not_scheduled", facilitated="some")
    CountedAnyway.objects.create(workshop=workshops[1], reason="The snow.", by=None)
    story.reads(1, workshop_days="on_track", facilitated="all")

    story.on("2016-12-31")  # the last day, and it was in November: that counts for nothing
    story.holds("hour_of_code", "2016-11-28")
    story.reads(1, hour_of_code="not_scheduled")
    story.on("2017-01-01")
    story.reads(1, hour_of_code="overdue", meetups="on_track")
    story.holds("hour_of_code", "2016-12-07")  # said late
    story.reads(1, hour_of_code="met")

    story.on("2017-04-10")
    story.ran(workshops[2], jonas)
    story.ran(workshops[3], jonas)
    story.reads(1, workshop_days="met", facilitated="all")

    story.on("2017-06-05")  # a month before the end: staff open the next year
    open_next_year(story.partner)
    story.partner.community_events.filter(kind="meetup").update(status="completed", headcount=9)
    story.reads(1, meetups="met", funding="confirmed")
    story.reads(
        2,
        manager="confirmed",
        meetups="not_scheduled",
        hour_of_code="later",
        fair="later",
        funding="to_confirm",
        privacy="to_confirm",
    )

    story.on("2017-06-20")  # both sides are reminded
    remind_partners(story.today)
    tell_staff_who_has_not_renewed(story.today)
    assert "Renew for 2017–18" in Message.objects.get(what="week-ahead").text
    assert str(story.partner) in Message.objects.get(what="renewals-waiting").text

    story.on("2017-06-28")
    renew(story)
    assert story.year(2).status == "confirmed"
    story.reads(2, funding="confirmed", privacy="to_confirm")

    story.on("2018-02-01")
    story.reads(2, hour_of_code="overdue", meetups="not_scheduled", fair="not_scheduled")
    story.reads(1, summit="met", summer_session="met", meetups="met", hour_of_code="met")
    assert story.row(1, "funding").confirmations.count() == 1

    story.on("2018-07-01")  # the second year is over: what was done stays, what was not is overdue
    story.reads(2, funding="confirmed", manager="confirmed", fair="overdue", privacy="overdue")
    story.reads(1, funding="confirmed", privacy="confirmed", meetups="met")


def renew(story):
    """Confirm the second year, as the program manager does it on its page."""
    client = Client()
    client.force_login(story.manager)
    member = story.partner.memberships.get()
    terms = the_program().terms.published(story.today).first()
    said = {
        "say": "renew",
        f"fte_{member.pk}": "0.5",
        "funding": "The county pays.",
        "urban_said": "no",
        "accepts": "on",
        "terms": terms.pk if terms else "",
    }
    address = reverse("applications:renew", args=[story.partner.pk, story.year(2).pk])
    assert client.post(address, said).status_code == 302


def test_who_joins_late_reads_what_came_before(begins):
    story = begins("2017-01-10")

    story.reads(
        1,
        summit="before",
        summer_session="before",
        hour_of_code="before",
        meetups="not_scheduled",
        manager="to_confirm",
    )

    story.on("2017-07-01")  # a year of which half was theirs: what is left of it is overdue
    story.reads(1, summit="before", hour_of_code="before", meetups="overdue")


def test_who_joins_on_a_last_day_still_has_that_day(begins):
    story = begins("2016-12-31")

    story.reads(1, hour_of_code="not_scheduled")
    story.on("2017-01-01")
    story.reads(1, hour_of_code="overdue")


def test_who_leaves_is_read_as_on_the_last_day(begins):
    story = begins("2016-04-18")
    story.on("2016-09-01")
    story.partner.ends_on, story.partner.end_reason = date(2016, 11, 30), "Moved."
    story.partner.save()

    story.on("2017-03-01")
    end_partnerships(story.today)

    story.reads(1, hour_of_code="not_scheduled", summit="overdue", meetups="not_scheduled")


def test_what_is_waived_stays_so_through_both_years(begins):
    story = begins("2016-04-18")
    row = story.row(1, "summit")
    row.waived_because = "You attended in 2015."
    row.save()

    for day in ("2016-04-18", "2016-05-23", "2018-07-01"):
        story.on(day)
        story.reads(1, summit="waived")
