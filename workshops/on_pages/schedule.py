"""What the pages, reminders and calls of partners say of workshops: when they are, and how they
went."""

from datetime import date, datetime, timedelta

from django.urls import reverse

from applications.models import Partner
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
)
from plp.core import days
from plp.core.texts import counted
from workshops import seats
from workshops.looking import workshops
from workshops.models import Workshop, WorkshopStatusChange
from workshops.models.schedule import GOING_ON

Status = Workshop.Status

OPEN_WITHIN = timedelta(days=60)  # so long before its last day, sign-up should be open
SAID = {
    Status.OPEN: "was opened for sign-up",
    Status.COMPLETED: "was completed",
    Status.CANCELLED: "was cancelled",
}


def _page(coming):
    return reverse("workshops:workshop", args=[coming.partner, coming.workshop.pk])


@next_steps
def open_sign_up(look: Look):
    """Workshops for which nobody can sign up yet, though they are near."""
    for coming in look.once(workshops):
        last = seats.last_day(coming.workshop)
        is_near = look.on <= last <= look.on + OPEN_WITHIN
        if coming.workshop.status == Status.PLANNED and is_near:
            yield NextStep(
                coming.partner,
                f"open workshop {coming.workshop.pk}",
                f"Open sign-up: {coming.workshop}",
                _page(coming),
                last,
                f"It is on {days.in_words(coming.first_day)}.",
                Right.MANAGE,
            )


@key_dates
def workshops_ahead(look: Look):
    """The days of workshops, and until when teachers sign up for those that are open."""
    for coming in look.once(workshops):
        what, page = f"{coming.workshop}, {coming.workshop.where}", _page(coming)
        for session in coming.sessions:
            yield KeyDate(session.day, session.day, what, page)
        if coming.workshop.status == Status.OPEN:
            last = seats.last_day(coming.workshop)
            yield KeyDate(last, last, f"Last day to sign up: {coming.workshop}", f"{page}#seats")


@news
def what_happened(partner: Partner, since: datetime):
    """Workshops that were planned, opened, completed or cancelled; what was set back is no news."""
    moves = WorkshopStatusChange.objects.filter(at__gte=since, new__in=SAID)
    mine = moves.filter(workshop__partner_year__partner=partner)
    for move in mine.select_related("workshop__course"):
        if move.workshop.status == move.new:
            yield News(move.at, f"{move.workshop} {SAID[move.new]}")
    made = Workshop.objects.of(partner).filter(made_at__gte=since).with_days()
    for workshop in made.select_related("course"):
        when = f" for {days.in_words(workshop.first_day)}" if workshop.first_day else ""
        yield News(workshop.made_at, f"{workshop} was planned{when}")


@open_matters
def workshops_left(partner: Partner, on: date):
    """Workshops that are neither over nor cancelled."""
    number = Workshop.objects.of(partner).filter(status__in=GOING_ON).count()
    if number:
        yield f"{counted(number, 'workshop')} neither completed nor cancelled."
