"""Two partners who look for somebody to lead workshops, and two facilitators who do."""

from datetime import date, time

from facilitators.models import Facilitator
from plp.core.models import User
from tests.facilitators.make import (
    make_accreditation,
    make_contract,
    make_facilitator_with_account,
)
from tests.make import (
    make_course,
    make_member,
    make_partner,
    make_partner_year,
    make_program_year,
    make_requirement,
    make_school_year,
    make_user,
)
from tests.workshops.make import make_session, make_workshop
from workshops.actions import staffing
from workshops.models import Assignment

TODAY = date(2031, 9, 2)
DAY = date(2031, 10, 11)
MORNING, AFTERNOON = (time(9), time(12)), (time(12), time(15, 30))


class Staff:
    """Larkspur, whom Dana manages, and Foundry, whom Otto does; Jonas and Ines lead workshops."""

    def __init__(self):
        self.course = make_course(name="CS Principles")
        self.program_year = make_program_year(school_year=make_school_year(2031))
        self.program_year.courses.add(self.course)
        asks = {"program_year": self.program_year}
        self.days = make_requirement(kind="workshop_days", course=self.course, number=4, **asks)
        self.share = make_requirement(kind="facilitated", number=None, **asks)
        self.partner, self.dana = self.joins("Larkspur Office", "Dana Whitlock")
        self.other, self.otto = self.joins("Foundry Learning", "Otto Press")
        self.jonas, self.ines = self.facilitator("Jonas Tinderbox"), self.facilitator("Ines Paper")
        self.workshop = self.plans()

    def joins(self, organization, manager):
        partner = make_partner(organization=organization)
        make_partner_year(partner=partner, program_year=self.program_year)
        return partner, make_member(partner, user=make_user(name=manager)).user

    def facilitator(self, name, **fields) -> Facilitator:
        """Somebody whom partners can find, accredited through 2031-32."""
        person = make_facilitator_with_account(name=name, user=make_user(name=name), **fields)
        of_year = {"first_day": date(2031, 7, 1), "last_day": date(2032, 6, 30)}
        make_accreditation(facilitator=person, course=self.course, **of_year)
        return person

    def contracts(self, person, partner=None, **fields):
        """Both have signed for the year."""
        defaults = {
            "partner": partner or self.partner,
            "school_year": self.program_year.school_year,
            "courses": [self.course],
            "status": "in_force",
        }
        return make_contract(facilitator=person, **(defaults | fields))

    def plans(self, *days, partner=None, hours=(time(9), time(15, 30)), **fields):
        """A workshop of a partner, on 11 October 2031 unless days are named."""
        year = (partner or self.partner).years.get()
        workshop = make_workshop(*days or [DAY], partner_year=year, course=self.course, **fields)
        for session in workshop.sessions.all():
            session.begins, session.ends = hours
            session.save()
        return workshop

    def adds_day(self, workshop, day):
        return make_session(workshop, day=day)

    def asks(self, person=None, workshop=None, by=None, role="lead") -> Assignment:
        workshop = workshop or self.workshop
        by = by or self.manager_of(workshop)
        found = staffing.pencil_in(workshop, person or self.jonas, role=role, by=by)
        staffing.ask(found, by=by)
        return found

    def confirms(self, person=None, workshop=None, role="lead") -> Assignment:
        found = self.asks(person, workshop, role=role)
        staffing.confirm(found, by=found.facilitator.user)
        return found

    def manager_of(self, workshop) -> User:
        return self.dana if workshop.partner == self.partner else self.otto
