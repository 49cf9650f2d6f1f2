"""Who comes to the events of a partner, as its people read it: never what they need."""

from datetime import date
from typing import NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef

from applications.actions.partnering import contact_of
from applications.models import EventException, Partner, ProgramEvent
from applications.registry import events_of
from workshops.actions.registering import closed_because
from workshops.models import CohortTeacher, EventRegistration, Said
from workshops.models.events import PRIVATE


class Shown(NamedTuple):
    """One event of a partner, with who registered; `mine` is the row of who looks."""

    event: ProgramEvent
    mine: EventRegistration | None
    members: list[EventRegistration]
    teachers: list[EventRegistration]
    closed: str  # why nobody can register any more
    why: str  # why the partner goes to this session and not to its state's

    @property
    def is_mine(self):
        return self.mine is not None and self.mine.said == Said.COMES

    @property
    def takes_teachers(self):
        return self.event.kind == ProgramEvent.Kind.SUMMER_SESSION


def contact(partner: Partner) -> str:
    return contact_of(partner)


def events_for(partner: Partner, user, on: date) -> tuple[list[Shown], list[Shown]]:
    """Return the events of all years of a partner: those to come, the next first, and past ones,
    the last first."""
    years = list(partner.years.all())
    events = [event for found in events_of(years).values() for event in found]
    rows = _registrations(partner, events)
    why = dict(EventException.objects.filter(partner_year__in=years).values_list("event", "reason"))
    elsewhere = _elsewhere(partner, user, events)
    shown = [_shown(event, rows, user, on, why, elsewhere) for event in events]
    to_come = [each for each in shown if each.event.last_day >= on]
    past = [each for each in shown if each.event.last_day < on]
    return sorted(to_come, key=_first_day), sorted(past, key=_first_day, reverse=True)


def _first_day(shown):
    return shown.event.first_day


def _registrations(partner, events):
    """Return {key of an event: rows of this partner}, without what is private."""
    rows = _of(partner).filter(event__in=events)
    found = {event.pk: [] for event in events}
    for row in _in_order(rows):
        found[row.event_id].append(row)
    return found


def _in_order(rows):
    people = rows.select_related("member", "teacher__district").defer(*PRIVATE)
    return people.order_by("teacher__name", "member__name", "pk")


def _elsewhere(partner, user, events):
    """Return {key of an event: other partner with whom who looks is registered}."""
    rows = EventRegistration.objects.filter(member=user, event__in=events)
    rows = rows.exclude(partner=partner).select_related("partner").defer(*PRIVATE)
    return {row.event_id: row.partner for row in rows}


def _shown(event, rows, user, on, why, elsewhere):
    members = [row for row in rows[event.pk] if row.member_id]
    teachers = [row for row in rows[event.pk] if row.teacher_id]
    mine = next((row for row in members if row.member_id == user.pk), None)
    closed = closed_because(event, on)
    if event.pk in elsewhere:
        closed = f"You are registered for it with {elsewhere[event.pk]}."
    return Shown(event, mine, members, teachers, closed, why.get(event.pk, ""))


def teachers_of(partner: Partner, event: ProgramEvent) -> list[EventRegistration]:
    rows = _of(partner).filter(event=event, teacher__isnull=False)
    return list(_in_order(rows))


def _of(partner):
    """Return its registrations. Of a teacher who `is_strange` it knows the address alone: what is
    said of them was typed by another partner, and they have not answered this one."""
    registered = EventRegistration.objects.filter(teacher=OuterRef("teacher"))
    grouped = CohortTeacher.objects.filter(teacher=OuterRef("teacher"))
    beside = Exists(registered.exclude(partner=partner)) | Exists(
        grouped.exclude(cohort__partner=partner)
    )
    answered = registered.filter(partner=partner, registered_at__isnull=False)
    known = Exists(answered) | Exists(grouped.filter(cohort__partner=partner))
    is_strange = ExpressionWrapper(beside & ~known, BooleanField())
    return EventRegistration.objects.filter(partner=partner).annotate(is_strange=is_strange)
