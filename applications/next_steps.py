"""What a partner should do next, as its requirements say."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from applications.counting import Line
from applications.look import Look
from applications.measures import Kind
from applications.models import Confirmation, PartnerRequirement, PartnerYear
from applications.models.partner import Right
from applications.promised import in_units, missing, so_far
from applications.registry import NextStep, added_steps, way_to
from applications.statuses import Status
from plp.core import days

# For so long after a school year, what was not done in it is still named.
LOOKING_BACK = timedelta(days=60)

EVENTS = {Kind.SUMMIT, Kind.SUMMER_SESSION}


def page_of(row: PartnerRequirement) -> str:
    """Return the address of a requirement with the rows behind it."""
    return reverse("applications:requirement", args=[row.partner_year.partner_id, row.pk])


def steps_of(look: Look) -> list[NextStep]:
    """Return what partners that have not ended should do: first what was returned to them, then
    the nearest last day."""
    found = [*of_lines(look.lines, look.on), *added_steps(look)] if look.active else []
    return sorted(found, key=_place)


def _place(step):
    return not step.is_returned, step.last_day or date.max, step.key


def of_lines(counted: list[Line], on: date) -> Iterator[NextStep]:
    """What waits for somebody in years that partners have confirmed, but not those long past."""
    for line in counted:
        year = line.row.partner_year
        is_asked = year.status == PartnerYear.Status.CONFIRMED
        is_over = year.program_year.school_year.last_day < on - LOOKING_BACK
        is_left = is_over or year.partner.ended_on or _said_elsewhere(line)
        if line.status.needs_doing and is_asked and not is_left:
            yield _step(line)


def _said_elsewhere(line):
    """Program managers are named one by one; to events people register until a day of their own."""
    return line.kind == Kind.MANAGER or (line.kind in EVENTS and not is_missed(line))


def is_missed(line: Line) -> bool:
    """Whether it asks to come to an event that is over: nobody registers for it any more."""
    return line.status == Status.OVERDUE and line.kind in EVENTS


def right_to_do(line: Line) -> Right | None:
    """Return the right that it takes to meet a requirement; None where every member can."""
    if line.kind in EVENTS:
        return None
    return Right.MONEY if line.kind == Kind.FUNDING else Right.MANAGE


def _step(line):
    return NextStep(
        line.row.partner_year.partner_id,
        f"requirement {line.row.pk}",
        what_to_do(line),
        page_of(line.row) if is_missed(line) else way_to(line) or page_of(line.row),
        line.amount.until if line.status == Status.RENEW_BY else line.last_day,
        _more(line),
        right_to_do(line) or Right.MANAGE,
        is_returned(line),
    )


def is_returned(line: Line) -> bool:
    """Whether staff have returned what was confirmed last."""
    return line.row.last_said == Confirmation.Status.RETURNED


def what_to_do(line: Line) -> str:
    """Say what would meet a requirement, beginning with a verb."""
    match line.kind:
        case _ if is_missed(line):
            return f"Talk to us about the {_event(line)} you missed"
        case Kind.SUMMIT | Kind.SUMMER_SESSION:
            teachers = ", with your teachers" * (line.kind == Kind.SUMMER_SESSION)
            return f"Register for the {_event(line)}{teachers}"
        case Kind.HOUR_OF_CODE:
            return "Plan your Hour of Code"
        case Kind.FAIR:
            return "Plan your CS fair"
        case Kind.MANAGER:
            is_named = bool(line.amount.planned)
            return "Finish the onboarding" if is_named else "Name your program manager"
        case Kind.FUNDING:
            again = " again" * (line.status == Status.RENEW_BY or is_returned(line))
            return f"Confirm your funding{again}{_returned(line)}"
        case Kind.PRIVACY:
            return f"Confirm that you keep to the privacy policy{_returned(line)}"
        case Kind.CALLS if not line.asked.number:
            return "Agree with us on a progress call"
        case Kind.CALLS:
            return f"Agree with us on {in_units(missing(line), line.kind)}"
        case Kind.WORKSHOP_DAYS:
            course = line.row.requirement.course
            return f"Schedule {in_units(missing(line), line.kind)} of {course}"
        case kind:
            return f"Plan {in_units(missing(line), kind)}"


def _event(line):
    return "Facilitation Summit" if line.kind == Kind.SUMMIT else "summer session"


def _returned(line):
    return ": we returned what you sent" if is_returned(line) else ""


def _more(line):
    if is_returned(line):
        return f"We wrote: {line.row.word}" if line.row.word else ""
    if line.status == Status.RENEW_BY:
        return f"What you confirmed holds until {days.in_words(line.amount.until, weekday=False)}."
    return f"{so_far(line)}." if line.asked.number else ""
