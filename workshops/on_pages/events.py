"""What teachers and the program's events add to the pages of a partner."""

from datetime import date, datetime, timedelta

from django.db.models import Count, IntegerField, Max, Q, Value
from django.urls import reverse

from applications.models import Partner, PartnerYear, ProgramEvent, Requirement
from applications.models.partner import Right
from applications.registry import (
    KeyDate,
    Look,
    News,
    NextStep,
    key_dates,
    met_at,
    news,
    next_steps,
    open_matters,
    portal_page,
    report_figures,
)
from plp.core import days
from plp.core.texts import counted
from workshops.groups import waiting
from workshops.models import CohortTeacher, EventRegistration
from workshops.models.events import CAME, IS_EXPECTED

Kind = Requirement.Kind
ON_EVENTS = {Kind.SUMMIT, Kind.SUMMER_SESSION}
READ = ["partner", "event", "course", "course_name", "number", "members"]

portal_page("Teachers", "workshops:teachers", 30)
portal_page("Events", "workshops:events", 40)
met_at("workshops:events", *ON_EVENTS)
IN_FIGURES = {
    ProgramEvent.Kind.SUMMIT: "At the Facilitation Summit",
    ProgramEvent.Kind.SUMMER_SESSION: "At the summer session",
}


@next_steps
def register_and_bring(look: Look):
    """Who must still register themselves, or bring teachers, for an event that is asked of them."""
    listed = {
        (row["partner"], row["event"]): (row["members"], row["number"])
        for row in look.once(registered)
        if not row["course"]
    }
    for line in _asked(look):
        partner = line.row.partner_year.partner_id
        for event in look.events[line.row.partner_year_id]:
            plan_from = event.first_day - timedelta(days=line.row.requirement.lead_days)
            if event.kind == line.kind and plan_from <= look.on <= event.last_day:
                yield from _steps(partner, event, listed.get((partner, event.pk), (0, 0)), look.on)


def registered(look: Look) -> list[dict]:
    """Return who is on the lists of events that are asked, and who waits for each group, of which
    the rows have a `course`: both in one query. `number` is of teachers."""
    events = {e.pk for line in _asked(look) for e in look.events[line.row.partner_year_id]}
    groups = waiting(look.active).annotate(members=Value(0))
    return list(groups.values(*READ).union(_listed(look.active, events).values(*READ), all=True))


def _asked(look):
    return [line for line in look.lines if _is_asked(line)]


def _is_asked(line):
    year = line.row.partner_year
    is_confirmed = year.status == PartnerYear.Status.CONFIRMED and not year.partner.ended_on
    return is_confirmed and line.kind in ON_EVENTS and not line.row.waived_because


def _listed(partners, events):
    """Return of each partner and event: members who come or came, teachers on the list."""
    rows = EventRegistration.objects.filter(partner__in=partners, event__in=events).order_by()
    return rows.values("partner", "event").annotate(
        course=Value(None, IntegerField()),
        course_name=Value(""),
        number=Count("pk", filter=Q(teacher__isnull=False, cancelled_at=None)),
        members=Count("pk", filter=Q(CAME | IS_EXPECTED, member__isnull=False)),
    )


def _steps(partner, event, listed, on):
    members, teachers = listed
    name = event.get_kind_display()
    name = name if event.kind == ProgramEvent.Kind.SUMMIT else name.lower()
    more = (
        f"{event.where[0].upper()}{event.where[1:]}, {days.span(event.first_day, event.last_day)}."
    )
    page = reverse("workshops:events", args=[partner])
    last = event.last_day_to_register
    if not members and on > last:
        what, last = f"Ask us for a place at the {name}", event.first_day
        yield NextStep(partner, f"register {event.pk}", what, page, last, more, Right.MANAGE)
    elif not members:
        what = f"Register for the {name}"
        yield NextStep(partner, f"register {event.pk}", what, page, last, more, Right.MANAGE)
    if event.kind == ProgramEvent.Kind.SUMMER_SESSION and not teachers and on <= last:
        what = f"Bring teachers to the {name}"
        page = reverse("workshops:event-bring", args=[partner, event.pk])
        yield NextStep(partner, f"teachers {event.pk}", what, page, last, more, Right.MANAGE)


@next_steps
def take_into_groups(look: Look):
    """Who attended a session, and waits to be taken into a group."""
    for row in look.once(registered):
        if not row["course"]:
            continue
        yield NextStep(
            row["partner"],
            f"group {row['event']} {row['course']}",
            f"Take {counted(row['number'], 'teacher')} who attended into your group of "
            f"{row['course_name']}",
            reverse("workshops:teachers", args=[row["partner"]]),
            right=Right.MANAGE,
        )


@key_dates
def events(look: Look):
    """The events of a year, and until when people can register for them."""
    year = look.year_of(look.partner)
    page = reverse("workshops:events", args=[look.partner.pk])
    for event in look.events[year.pk] if year else []:
        what = event.get_kind_display()
        yield KeyDate(event.first_day, event.last_day, f"{what}, {event.where}", page)
        last = event.last_day_to_register
        yield KeyDate(last, last, f"Last day to register: {what}", page)


@news
def answers(partner: Partner, since: datetime):
    """Who has said that they come to an event, or do not."""
    rows = EventRegistration.objects.filter(partner=partner)
    said = rows.filter(Q(registered_at__gte=since) | Q(cancelled_at__gte=since))
    for row in said.select_related("event", "member", "teacher"):
        verb = "does not come" if row.cancelled_at else "comes"
        name = row.event.get_kind_display()
        at = row.cancelled_at or row.registered_at
        yield News(at, f"{row.person} {verb} to: {name}, {row.event.where}")


@news
def taken_into_groups(partner: Partner, since: datetime):
    """How many teachers were taken into each group."""
    rows = CohortTeacher.objects.filter(cohort__partner=partner, since__gte=since).order_by()
    grouped = rows.values("course__name", "school_year__name")
    for row in grouped.annotate(number=Count("pk"), last=Max("since")):
        group = f"{row['course__name']}, {row['school_year__name'].replace('-', '–')}"
        yield News(
            row["last"], f"{counted(row['number'], 'teacher')} taken into the group: {group}"
        )


@report_figures
def attendance(year: PartnerYear):
    """How many people came to the events of a year, and how many teachers are in its groups."""
    came = EventRegistration.objects.filter(CAME, partner=year.partner_id).filter(
        event__program_year=year.program_year_id
    )
    for kind, members, teachers in (
        came.order_by()
        .values_list("event__kind")
        .annotate(members=Count("member"), teachers=Count("teacher"))
    ):
        said = [counted(members, "member")]
        if kind == ProgramEvent.Kind.SUMMER_SESSION:
            said.append(counted(teachers, "teacher"))
        yield IN_FIGURES[kind], " and ".join(said)
    grouped = CohortTeacher.objects.filter(
        cohort__partner=year.partner_id, school_year=year.program_year.school_year_id
    )
    yield "Teachers in groups", str(grouped.values("teacher").distinct().count())


@open_matters
def registered_still(partner: Partner, on: date):
    """Who is registered for an event that is not over."""
    rows = EventRegistration.objects.filter(partner=partner, event__last_day__gte=on)
    number = rows.filter(IS_EXPECTED).count()
    if number:
        yield f"{counted(number, 'registration')} for an event to come."
