"""A workshop with two seats in March 2032, and the people who come."""

from datetime import date

from plp.core.models import Message
from tests.make import (
    make_cohort,
    make_course,
    make_member,
    make_partner,
    make_partner_year,
    make_program_year,
    make_school_year,
    make_teacher,
    make_user,
)
from tests.workshops.make import make_workshop
from workshops.actions import enrolling
from workshops.models import Enrollment

DAY = date(2032, 3, 13)
SAID = {"school": "Mill School", "district": "Mill", "state": "IL", "diet": "", "access_needs": ""}


class Seats:
    """What Larkspur, whom Dana manages, plans: for every teacher, unless said otherwise."""

    def __init__(self, **fields):
        self.course = make_course(name="CS Principles")
        self.program_year = make_program_year(school_year=make_school_year(2031))
        self.program_year.courses.add(self.course)
        self.partner = make_partner(organization="Larkspur Office")
        self.year = make_partner_year(partner=self.partner, program_year=self.program_year)
        self.dana = make_member(self.partner, user=make_user("dana@larkspur.example")).user
        self.workshop = self.plans(**fields)

    def plans(self, *days, **fields):
        defaults = {"capacity": 2, "status": "open", "sign_up": "open", "number": 1}
        of = {"partner_year": self.year, "course": self.course}
        return make_workshop(*days or [DAY], **(defaults | of | fields))

    def group(self, *names):
        teachers = [make_teacher(name=name, email=address(name)) for name in names]
        year = self.program_year.school_year
        return make_cohort(*teachers, partner=self.partner, course=self.course, school_year=year)

    def signs_up(self, name, workshop=None, **fields):
        workshop = workshop or self.workshop
        said = SAID | {"name": name, "email": address(name)} | fields
        return enrolling.sign_up(workshop, **said)

    def sign_up(self, *names):
        for name in names:
            self.signs_up(name)
        return [self.row(name) for name in names]

    def row(self, name, workshop=None):
        rows = Enrollment.objects.filter(workshop=workshop or self.workshop)
        return rows.select_related("workshop").get(teacher__email=address(name))

    def stands(self, workshop=None):
        """Return {status: names}, in the order of the list."""
        found = {}
        rows = Enrollment.objects.filter(workshop=workshop or self.workshop)
        for row in rows.order_by("since"):
            found.setdefault(row.status, []).append(row.name)
        return found


def address(name):
    return f"{name.lower()}@mill.example"


def told(name):
    """Return what somebody was written, the first first."""
    rows = Message.objects.filter(to=address(name)).order_by("pk")
    return list(rows.values_list("what", flat=True))
