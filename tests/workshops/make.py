"""Valid records of workshops; a test names only what it is about."""

from datetime import UTC, date, datetime, time
from itertools import count

from django.utils import timezone

from plp.core.codes import new_code
from tests.facilitators.make import make_facilitator
from tests.make import make_course, make_partner_year, make_teacher
from workshops.models import (
    Assignment,
    Attendance,
    Enrollment,
    Session,
    Supply,
    VenueSheet,
    Workshop,
)

_number = count(1)
NINE, HALF_PAST_THREE = time(9), time(15, 30)


def make_workshop(*days, **fields):
    """One in Chicago on days, one of its own if none is named; its school year need not fit."""
    defaults = {
        "code": new_code(),
        "number": next(_number) % 90 + 1,
        "venue": "Lake Street Library",
        "address": "1 Lake Street, Chicago, IL",
        "zip_code": "60601",
        "zone": "America/Chicago",
    }
    if "partner_year" not in fields:
        defaults["partner_year"] = make_partner_year()
    if "course" not in fields:
        defaults["course"] = make_course()
    workshop = Workshop.objects.create(**(defaults | fields))
    for day in days or [date(2016, 10, 8)]:
        make_session(workshop, day=day)
    return workshop


def make_session(workshop, **fields):
    """From nine to half past three, unless said otherwise."""
    defaults = {"day": date(2016, 10, 8), "begins": NINE, "ends": HALF_PAST_THREE}
    return Session.objects.create(workshop=workshop, **(defaults | fields))


def make_leading(workshop=None, **fields):
    """An assignment as lead; it is penciled in, without bookings, unless its status is named."""
    if "facilitator" not in fields:
        fields["facilitator"] = make_facilitator()
    return Assignment.objects.create(workshop=workshop or make_workshop(), **fields)


def make_enrollment(workshop=None, teacher=None, **fields):
    """A teacher with a seat."""
    teacher = teacher or make_teacher()
    defaults = {"name": teacher.name, "since": timezone.now()}
    return Enrollment.objects.create(
        workshop=workshop or make_workshop(), teacher=teacher, **(defaults | fields)
    )


def make_attendance(enrollment=None, session=None, **fields):
    """Present, as the partner marked."""
    enrollment = enrollment or make_enrollment()
    defaults = {
        "session": session or enrollment.workshop.sessions.first(),
        "is_present": True,
        "how": Attendance.How.MANAGER,
        "marked_at": datetime(2016, 10, 8, 15, tzinfo=UTC),
    }
    return Attendance.objects.create(enrollment=enrollment, **(defaults | fields))


def make_supply(workshop=None, **fields):
    """Thirty workbooks, which nobody has sent."""
    defaults = {"what": "30 workbooks", "needed_by": date(2016, 10, 1)}
    return Supply.objects.create(workshop=workshop or make_workshop(), **(defaults | fields))


def make_sheet(workshop=None, **fields):
    """What people find at a place."""
    defaults = {"room": "Room 204", "parking": "Behind the building, free on Saturdays."}
    return VenueSheet.objects.create(workshop=workshop or make_workshop(), **(defaults | fields))
