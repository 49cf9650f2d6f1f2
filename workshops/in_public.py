"""What anybody may know of a workshop: read for its public page, and for who made it."""

from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse

from workshops import seats
from workshops.actions.seating import NAMED
from workshops.listing import number_of
from workshops.models import Assignment, Enrollment, Workshop


class InPublic(NamedTuple):
    """A workshop as it stands at a moment, and how many seats are left."""

    workshop: Workshop
    stands: seats.SignUp
    free: int
    last_day: date | None  # to sign up

    @property
    def is_open(self):
        return self.stands == seats.SignUp.OPEN

    @property
    def is_full(self):
        return self.free == 0

    @property
    def is_by_invitation(self):
        return self.workshop.sign_up == Workshop.SignUp.GROUP

    @property
    def leads(self):
        """The names of those who lead it, the lead first; who is asked has not said yes yet."""
        return [str(row.facilitator) for row in self.workshop.leading]

    @property
    def contact(self):
        """The address that its region gives to the public, else the program's."""
        year = self.workshop.partner_year
        region = year.partner.region
        return region.contact_email or year.program_year.program.contact_email


def find(code: str, now: datetime) -> InPublic | None:
    """Return the workshop of a code, in whatever letters: three queries."""
    leading = Assignment.objects.confirmed().select_related("facilitator")
    rows = (
        Workshop.objects.select_related(*NAMED)
        .prefetch_related("sessions", Prefetch("assignments", leading, to_attr="leading"))
        .annotate(
            taken=number_of(Enrollment.objects.taking_seats()),
            waiting=number_of(Enrollment.objects.filter(status=Enrollment.Status.WAITLISTED)),
        )
    )
    found = rows.filter(code=code.upper()).first()
    return found and of(found, now)


def of(workshop: Workshop, now: datetime) -> InPublic:
    """Return a workshop, read by `find`, as it stands; a seat beside those who wait is theirs."""
    free = 0 if workshop.waiting else max(0, workshop.capacity - workshop.taken)
    return InPublic(workshop, seats.stands(workshop, now), free, seats.last_day(workshop))


def address(workshop: Workshop) -> str:
    """Return the address of its public page as it is printed and mailed."""
    return settings.SITE_URL + reverse("workshops:workshop-public", args=[workshop.code])
