"""How an application has gone so far and what comes next, in the words of its applicant."""

from datetime import date
from operator import itemgetter
from typing import NamedTuple

from applications.models import Application, ProgramEvent
from applications.models.application import IN_PUBLIC, PublicStatus
from plp.core import days


class Step(NamedTuple):
    """One step of a timeline. `mark` is its box: d done, p where it stands, o to come."""

    mark: str
    label: str
    when: str

    @property
    def is_now(self):
        return self.mark == "p"


def timeline(application: Application) -> list[Step]:
    """Return the steps that the applicant may know of: an offer only once it is announced."""
    steps = [("Received", application.submitted_at)]
    steps += [(_label(change), change.at) for change in application.changes.all() if _label(change)]
    for made in application.offers.filter(announced_at__isnull=False):
        steps.append((PublicStatus.OFFER.label, made.announced_at))
    offer = application.open_offer
    *past, now = [
        (label, days.moment_in_words(at)) for label, at in sorted(steps, key=itemgetter(1))
    ]
    told = [Step("d", *step) for step in past]
    final = application.decided_at() is not None
    told.append(Step("d" if final else "p", *now))
    if offer:
        by = days.in_words(offer.reply_by, weekday=False)
        told.append(Step("o", "Your reply", f"by {by}"))
    return told


def _label(change):
    """What an applicant reads of a move; the move to an offer is told when it is announced."""
    new, old = Application.Status(change.new), Application.Status(change.old)
    if new == Application.Status.OFFERED:
        return ""
    if old == Application.Status.CHANGES_REQUESTED and new == Application.Status.IN_REVIEW:
        return "You sent changes"
    return IN_PUBLIC[new].label


def offer_steps(application: Application, on: date) -> list[tuple[str, str]]:
    """Return (when, what) of the first things that follow a yes on a day."""
    steps = [("The same minute", f"You are our partner for {application.pin}.")]
    events = ProgramEvent.objects.for_state(application.pin.region.state)
    program = application.draft.program
    for event in events.filter(program_year__program=program, last_day__gte=on):
        when = days.span(event.first_day, event.last_day)
        steps.append((when, f"{event.get_kind_display()}, {event.where}."))
    return steps
