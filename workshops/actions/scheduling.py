"""What makes a workshop and its days; whoever plans, copies or imports some goes through here."""

from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from applications.models import Course, PartnerYear
from plp.core.codes import new_code
from workshops.models import Session, Workshop

WHOLE = Decimal("1.0")


class Day(NamedTuple):
    """A day of a workshop, in local times of its place."""

    day: date
    begins: time
    ends: time
    worth: Decimal = WHOLE

    @classmethod
    def of(cls, session: Session) -> "Day":
        return cls(session.day, session.begins, session.ends, session.worth)


@transaction.atomic
def add_workshop(
    partner_year: PartnerYear, course: Course, days: Iterable[Day], *, code: str = "", **fields
) -> Workshop:
    """Plan a workshop with its days; `fields` are those of Workshop, `zone` among them. With a
    `code` that a form has kept, it can be told from one that was planned before.

    Raises ValidationError for a time that no clock of the place shows, or shows twice.
    """
    workshop = Workshop.objects.create(
        code=code or new_code(), partner_year=partner_year, course=course, **fields
    )
    for day in days:
        Session.objects.create(workshop=workshop, **day._asdict())
    return workshop
