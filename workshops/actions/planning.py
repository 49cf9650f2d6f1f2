"""Planning workshops of a partner at once: all of them or none, and however often it is sent."""

from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

from django.db import transaction

from applications.models import Course, Partner, PartnerYear
from facilitators.models import Facilitator
from plp.core.models import User
from plp.core.workflow import TransitionError
from workshops.actions.scheduling import Day, add_workshop
from workshops.actions.staffing import lock_facilitators, pencil_in
from workshops.models import Workshop

ENDED = "The partnership has ended, so no workshop is planned any more."


class Wanted(NamedTuple):
    """A workshop as its form was filled in: the code that the form has kept for it, its days, who
    is thought of as lead, and fields of Workshop."""

    code: str
    days: Sequence[Day]
    lead: Facilitator | None
    fields: dict


@transaction.atomic
def plan_workshops(
    partner_year: PartnerYear, course: Course, wanted: Sequence[Wanted], *, by: User
) -> list[Workshop]:
    """Plan workshops of a course, in order of their days, and pencil in who would lead them.

    What was planned with the same codes before, as by pressing twice, is returned as it is now, and
    nothing is added. Raises TransitionError where somebody cannot be penciled in or the partnership
    has just ended, ValidationError for a time that no clock shows; nothing is saved then.
    """
    partner = Partner.objects.select_for_update(of=["self"]).get(pk=partner_year.partner_id)
    if before := _before(partner_year, wanted):
        return before
    if partner.ended_on:
        raise TransitionError(ENDED)
    lock_facilitators(each.lead.pk for each in wanted if each.lead)
    numbers = _free_numbers(partner_year, course)
    made = []
    for each in sorted(wanted, key=lambda each: each.days[0].day):
        fields = {"code": each.code, "number": next(numbers)} | each.fields
        workshop = add_workshop(partner_year, course, each.days, **fields)
        if each.lead:
            pencil_in(workshop, each.lead, by=by)
        made.append(workshop)
    return made


def _before(partner_year, wanted):
    codes = [each.code for each in wanted]
    return list(Workshop.objects.of(partner_year.partner).filter(code__in=codes))


def _free_numbers(partner_year, course):
    """Return the numbers of a series that no workshop has which still takes place."""
    series = Workshop.objects.live().filter(partner_year=partner_year, course=course)
    taken = set(series.values_list("number", flat=True))
    return (number for number in count(1) if number not in taken)
