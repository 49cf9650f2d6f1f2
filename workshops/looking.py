"""The workshops that are neither over nor cancelled, of the partners that a page or job looks at.

It is one query for all that is said of them: read it by `look.once(workshops)`.
"""

from collections import defaultdict
from functools import partial
from typing import NamedTuple

from django.db.models import QuerySet

from applications.registry import Look
from workshops.listing import number_of
from workshops.models import Assignment, Enrollment, Session, Workshop
from workshops.models.schedule import GOING_ON

Role, Status = Assignment.Role, Assignment.Status


class Coming(NamedTuple):
    """A workshop with its days, and how many people it has."""

    workshop: Workshop  # with its course, partner year and the rules of its year
    sessions: list[Session]  # the first one first
    leads: int  # who is counted on as lead: penciled in, asked or confirmed
    asked: int  # of all its facilitators, who was asked and has not answered
    confirmed: int  # of all its facilitators
    has_lead: bool  # the lead is confirmed
    seats_taken: int
    waiting: int  # teachers on the waiting list

    @property
    def partner(self):
        """The key of its partner."""
        return self.workshop.partner_year.partner_id

    @property
    def first_day(self):
        return self.sessions[0].day

    @property
    def last_day(self):
        return self.sessions[-1].day


def workshops(look: Look) -> list[Coming]:
    """Return those that have a day, the first one first; of partners that are active."""
    days = Session.objects.filter(
        workshop__partner_year__partner__in=look.active, workshop__status__in=GOING_ON
    )
    of_one = defaultdict(list)
    for session in _with_people(days).order_by("day", "pk"):
        of_one[session.workshop_id].append(session)
    return [_coming(sessions) for sessions in of_one.values()]


def _with_people(days: QuerySet[Session]) -> QuerySet[Session]:
    led = Assignment.objects.active()
    counted_on = Enrollment.objects.taking_seats()
    number = partial(number_of, workshop="workshop")
    return days.select_related(
        "workshop__course", "workshop__partner_year__program_year__workshop_rules"
    ).annotate(
        leads=number(led.filter(role=Role.LEAD)),
        asked=number(led.filter(status=Status.ASKED)),
        confirmed=number(led.filter(status=Status.CONFIRMED)),
        confirmed_lead=number(led.filter(status=Status.CONFIRMED, role=Role.LEAD)),
        seats_taken=number(counted_on),
        waiting=number(Enrollment.objects.filter(status=Enrollment.Status.WAITLISTED)),
    )


def _coming(sessions):
    first = sessions[0]
    # So that `workshop.sessions.all()` is known, whoever asks.
    first.workshop._prefetched_objects_cache = {"sessions": _known(first.workshop, sessions)}
    return Coming(
        first.workshop,
        sessions,
        first.leads,
        first.asked,
        first.confirmed,
        bool(first.confirmed_lead),
        first.seats_taken,
        first.waiting,
    )


def _known(workshop, sessions):
    rows = workshop.sessions.all()
    rows._result_cache = sessions
    return rows
