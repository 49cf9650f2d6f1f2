"""What the pages, reminders and reports of partners say of community events."""

from datetime import timedelta

from django.db.models import Count, Sum
from django.urls import reverse

from applications.models import Partner, PartnerYear
from applications.registry import (
    KeyDate,
    Look,
    News,
    NextStep,
    Right,
    key_dates,
    news,
    next_steps,
    open_matters,
    report_figures,
)
from plp.core import days, history
from workshops.models import CommunityEvent, CommunityEventStatusChange
from workshops.money.looking import Event, waiting

Kind, Status = CommunityEvent.Kind, CommunityEvent.Status

PLURALS = {Kind.MEETUP: "Meetups", Kind.HOUR_OF_CODE: "Hours of Code", Kind.FAIR: "CS fairs"}
SAY_WITHIN = timedelta(days=14)
SAID = {Status.COMPLETED: "took place", Status.CANCELLED: "was cancelled"}


def planned(look: Look) -> list[Event]:
    """Events that nobody has said anything of since they were planned."""
    return [event for event in look.once(waiting).events if event.is_planned]


@next_steps
def say_how_it_went(look: Look) -> list[NextStep]:
    """Events whose days have passed, and of which nobody has said how they went."""
    return [
        NextStep(
            event.partner,
            f"community event {event.key}",
            f"Say how it went: {event.title}",
            reverse("workshops:community-record", args=[event.partner, event.key]),
            event.last_day + SAY_WITHIN,
            "It counts as done once you have said how many came.",
            Right.MANAGE,
        )
        for event in planned(look)
        if event.last_day < look.on
    ]


@key_dates
def events_ahead(look: Look) -> list[KeyDate]:
    return [
        KeyDate(
            event.first_day,
            event.last_day,
            f"{event.label}: {event.title}, {event.place}",
            reverse("workshops:community-event", args=[event.partner, event.key]),
        )
        for event in planned(look)
    ]


@news
def what_happened(partner: Partner, since) -> list[News]:
    """Events that were planned, took place or were cancelled; what was undone is no news."""
    moves = CommunityEventStatusChange.objects.filter(
        event__partner=partner, at__gte=since, new__in=SAID
    )
    added = history.of(CommunityEvent).filter(
        partner_id=partner.pk, history_date__gte=since, history_type="+"
    )
    return [
        News(move.at, f"{move.event} {SAID[move.new]}")
        for move in moves.select_related("event")
        if move.event.status == move.new
    ] + [
        News(row.history_date, f"{row.title} was planned for {days.in_words(row.first_day)}")
        for row in added
    ]


@report_figures
def of_a_year(year: PartnerYear) -> list[tuple[str, str]]:
    """How many of each kind took place in a school year, and how many people came."""
    school_year = year.program_year.school_year
    completed = CommunityEvent.objects.filter(
        partner=year.partner_id,
        status=Status.COMPLETED,
        first_day__range=(school_year.first_day, school_year.last_day),
    )
    grouped = completed.order_by().values("kind").annotate(n=Count("pk"), people=Sum("headcount"))
    found = {row["kind"]: row for row in grouped}
    return [(label, _figure(found.get(kind))) for kind, label in PLURALS.items()]


def _figure(row):
    if row is None:
        return "None completed"
    people = row["people"]
    return f"{row['n']} completed, {people:,} {'person' if people == 1 else 'people'} came"


@open_matters
def still_planned(partner: Partner, on) -> list[str]:
    planned = partner.community_events.filter(status=Status.PLANNED)
    ahead = planned.filter(last_day__gte=on).count()
    past = planned.filter(last_day__lt=on).count()
    return [
        *([f"{_counted(ahead)} planned from {days.in_words(on, weekday=False)} on."] * bool(ahead)),
        *([f"{_counted(past)} past, and nobody has said how it went."] * bool(past)),
    ]


def _counted(n):
    return f"{n} community event is" if n == 1 else f"{n} community events are"
