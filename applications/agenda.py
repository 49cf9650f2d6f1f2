"""The agenda of a progress call, filled in from the records: both sides then edit it."""

from collections.abc import Iterator
from datetime import date

from applications import counting
from applications.models import CallAction, PartnerYear, ProgressCall
from applications.promised import so_far
from applications.registry import news_of
from applications.statuses import Status
from plp.core import days

MOST_NEWS = 20
WAITING = {Status.OVERDUE, Status.NOT_SCHEDULED}


def completed(call: ProgressCall) -> str:
    """Say as news that a call was completed."""
    return f"Progress call of {_day(days.pacific_day(call.at))} completed"


def agenda_for(year: PartnerYear, on: date) -> str:
    """Return what moved since the last completed call, what waits, and actions that are open."""
    last = ProgressCall.objects.filter(
        partner_year__partner=year.partner_id, status=ProgressCall.Status.COMPLETED
    ).last()
    partner = year.partner
    since = last.at if last else days.start_of(partner.started_on)
    begun = f"our call on {_day(days.pacific_day(since))}" if last else "the partnership began"
    parts = [
        (f"Since {begun}", _moved(partner, since, last)),
        ("Overdue, or not scheduled yet", _waiting(year, on)),
        ("Actions that are open", _open(partner)),
    ]
    return "\n\n".join(_part(title, list(lines)) for title, lines in parts)


def _part(title, lines):
    return "\n".join([title, *(f"- {line}" for line in lines or ["nothing"])])


def _moved(partner, since, last) -> Iterator[str]:
    said = completed(last) if last else None
    news = [each for each in news_of(partner, since) if each.what != said]
    for each in news[-MOST_NEWS:]:
        yield f"{_day(days.pacific_day(each.at))}: {each.what}"


def _waiting(year, on) -> Iterator[str]:
    for line in counting.lines(year.requirements.all(), on):
        if line.status in WAITING:
            far = f", last day {_day(line.last_day)}" if line.last_day else ""
            done = so_far(line)
            yield f"{line.row.name}: {line.status.label.lower()}{done and f' ({done})'}{far}"


def _open(partner) -> Iterator[str]:
    found = CallAction.objects.open().filter(call__partner_year__partner=partner)
    for action in found.select_related("owner", "call"):
        by = f", by {_day(action.due_on)}" if action.due_on else ""
        yield f"{action.what} ({action.whose}{by})"


def _day(day):
    return days.in_words(day, weekday=False)
