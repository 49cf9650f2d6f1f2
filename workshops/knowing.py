"""What the rules of planning need to know: read once, however many workshops are looked at."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from applications.models import Partner, PartnerYear, ProgramEvent
from applications.registry import events_of
from facilitators.models import Accreditation, Facilitator, Unavailability
from plp.core import days
from workshops.models import Booking, Session, WorkshopRules

A_DAY = timedelta(days=1)


class Taken(NamedTuple):
    """A day of another workshop of the partner."""

    workshop: int
    what: str
    course: int
    partner_year: int
    worth: Decimal = Decimal(1)


class Closed(NamedTuple):
    """Days to avoid, and why, as a sentence that says what to do."""

    first: date
    last: date
    why: str


class Agreed(NamedTuple):
    """A contract that both sides signed: from which day to which, and for which courses."""

    first: date
    last: date
    courses: set[int]

    def covers(self, day, course):
        return self.first <= day <= self.last and course in self.courses


class Booked(NamedTuple):
    """Hours for which somebody is confirmed, for whatever partner."""

    workshop: int
    begins_at: datetime
    ends_at: datetime


class Person(NamedTuple):
    """A facilitator, as far as planning is concerned."""

    key: int
    name: str
    away: list[tuple[date, date]]
    accreditations: list[Accreditation]
    contracts: list[Agreed]
    booked: list[Booked]

    def is_away(self, day):
        return any(first <= day <= last for first, last in self.away)

    def is_accredited(self, day, course):
        return any(a.course_id == course and a.holds_on(day) for a in self.accreditations)

    def is_contracted(self, day, course):
        return any(contract.covers(day, course) for contract in self.contracts)


class Known(NamedTuple):
    """What is known of one year of a partner on a day."""

    on: date
    year: str
    first_day: date
    last_day: date
    short_notice: int
    state: str
    summer_until: date | None  # the last day of the summer session of this year
    others: dict[date, list[Taken]]
    closed: list[Closed]
    people: dict[int, Person]


def years_of(partner: Partner) -> list[PartnerYear]:
    """Return the years of a partner with all that planning reads of them, in two queries."""
    rows = partner.years.exclude(status=PartnerYear.Status.NOT_RENEWING)
    year = ["program_year__school_year", "program_year__workshop_rules"]
    rows = rows.select_related("partner__region", "partner__planning", *year)
    rows = rows.prefetch_related("program_year__courses")
    return list(rows.order_by("program_year__school_year__first_day"))


def agreed_by(partner: Partner) -> dict[int, list[Agreed]]:
    """Return {key of a facilitator: the contracts that both sides signed}, of a partner, in one
    query. As `Contract.covering` has it, a day that an amendment covers is the amendment's alone.
    """
    rows = partner.contracts.made().order_by("pk")
    fields = ["pk", "facilitator", "first_day", "last_day", "replaces", "courses"]
    rows = list(rows.values_list(*fields))
    amended = {replaces: first for _, _, first, _, replaces, _ in rows if replaces}
    found, courses = defaultdict(list), defaultdict(set)
    for key, facilitator, first, last, _, course in rows:
        if key not in courses:
            until = min(last, amended[key] - A_DAY) if key in amended else last
            found[facilitator].append(Agreed(first, until, courses[key]))
        courses[key].add(course)
    return dict(found)


def known_of(
    partner_year: PartnerYear,
    facilitators: Iterable[int] = (),
    *,
    on: date,
    years: Sequence[PartnerYear] | None = None,
    agreed: dict[int, list[Agreed]] | None = None,
) -> Known:
    """Read what is known, with some facilitators by their keys; `years` and `agreed` are those of
    the partner, if they are there already. However many facilitators, it takes as many queries."""
    year = partner_year.program_year
    school_year, partner = year.school_year, partner_year.partner
    keys = set(facilitators)
    summers = _summers(years or years_of(partner))
    own = summers.get(partner_year.pk)
    return Known(
        on=on,
        year=str(school_year),
        first_day=school_year.first_day,
        last_day=school_year.last_day,
        short_notice=WorkshopRules.of(year).short_notice,
        state=partner.region.state,
        summer_until=own.last if own else None,
        others=_others(partner, school_year),
        closed=[*_blackouts(partner), *summers.values()],
        people=_people(keys, agreed_by(partner) if agreed is None else agreed) if keys else {},
    )


def _others(partner, school_year):
    """Return {day: what takes place on it}, of a school year and of a month on both sides."""
    month = timedelta(days=31)
    rows = Session.objects.live().filter(
        workshop__partner_year__partner=partner,
        day__range=(school_year.first_day - month, school_year.last_day + month),
    )
    found = {}
    for row in rows.select_related("workshop__course").order_by("day", "pk"):
        of = row.workshop
        taken = Taken(of.pk, str(of), of.course_id, of.partner_year_id, row.worth)
        found.setdefault(row.day, []).append(taken)
    return found


def _blackouts(partner):
    for row in partner.blackouts.all():
        why = f"You wanted no workshop then: {row}. Choose another day, or change your wishes."
        yield Closed(row.first_day, row.last_day, why)


def _summers(years):
    """Return {key of a partner year: the days of its summer session}."""
    found = {}
    for key, events in events_of(years).items():
        for event in events:
            if event.kind == ProgramEvent.Kind.SUMMER_SESSION:
                span = days.span(event.first_day, event.last_day)
                why = f"Your summer session is then, {span}. Choose a day outside of it."
                found[key] = Closed(event.first_day, event.last_day, why)
    return found


def _people(keys, agreed):
    """Return {key: Person} of facilitators: four queries at most."""
    away, holding, booked = _away(keys), _accreditations(keys), _booked(keys)
    names = {key: holding[key][0].facilitator.name for key in keys if key in holding}
    if unnamed := keys - names.keys():
        others = Facilitator.objects.filter(pk__in=unnamed).order_by()
        names |= dict(others.values_list("pk", "name"))
    return {
        key: Person(key, name, away[key], holding[key], agreed.get(key, []), booked[key])
        for key, name in names.items()
    }


def _away(keys):
    found = defaultdict(list)
    for row in Unavailability.objects.filter(facilitator__in=keys):
        found[row.facilitator_id].append((row.first_day, row.last_day))
    return found


def _accreditations(keys):
    found = defaultdict(list)
    for row in Accreditation.objects.filter(facilitator__in=keys).select_related("facilitator"):
        found[row.facilitator_id].append(row)
    return found


def _booked(keys):
    found = defaultdict(list)
    rows = Booking.objects.filter(facilitator__in=keys).order_by()
    for key, *row in rows.values_list("facilitator", "session__workshop", "begins_at", "ends_at"):
        found[key].append(Booked(*row))
    return found
