"""What stands on a facilitator's home: what waits for them, and where everything is."""

from datetime import date
from typing import NamedTuple

from django.urls import reverse

from facilitators import asked
from facilitators.models import Accreditation, Contract, Facilitator
from facilitators.models.contracts import OUT
from plp.core import days

MOST_DAYS = 5
State = Accreditation.State
Status = Contract.Status


class Due(NamedTuple):
    """Something that waits for a facilitator, as the ledger of a partner's home says it."""

    label: str
    far: str
    what: str
    url: str
    more: str = ""
    is_late: bool = False
    for_whom: str = ""


def due_for(facilitator: Facilitator, contracts: list[Contract], on: date) -> list[Due]:
    """Return what waits for a facilitator, the nearest last day first."""
    dated = [*_to_sign(contracts, on), *_to_answer(facilitator, on)]
    return [due for _, due in sorted(dated, key=lambda found: found[0])] + _to_tell(facilitator)


def _to_sign(contracts, on):
    for each in contracts:
        if each.status == Status.OFFERED and each.answer_by >= on:
            url = reverse("facilitators:own-contract", args=[each.pk])
            yield _due(
                each.answer_by,
                on,
                f"{_verb(each)} the contract with {each.partner}",
                url,
                f"{each.school_year}, {days.span(each.first_day, each.last_day)}.",
            )


def _verb(contract):
    return "Read and sign" if contract.paper == Contract.Paper.ONLINE else "Read and confirm"


def _to_answer(facilitator, on):
    waiting = facilitator.inquiries.unanswered().filter(asked_at__gte=asked.earliest_open(on))
    for each in waiting.select_related("partner", "course"):
        url = reverse("facilitators:own-question", args=[each.pk])
        what = f"Answer {each.partner}: can you come?"
        yield _due(asked.last_day(each), on, what, url, f"{each.course}: {each.dates}.")


def _due(last_day, on, what, url, more):
    label = "Today" if last_day == on else f"By {days.in_words(last_day, weekday=False)}"
    return last_day, Due(label, "" if last_day == on else days.far(last_day, on), what, url, more)


def _to_tell(facilitator):
    """Return what partners cannot read of them yet."""
    gaps = [
        (
            facilitator.home_zip,
            "Say where you live",
            "Partners look for somebody near. They see how many miles it is, never your ZIP code.",
        ),
        (
            facilitator.bio,
            "Write a few lines about you",
            "What you teach and what you have led helps a partner to choose.",
        ),
    ]
    url = reverse("facilitators:profile")
    return [Due("When you can", "", what, url, more) for known, what, more in gaps if not known]


def contracts_of(facilitator: Facilitator, on: date) -> list[Contract]:
    """Return the contracts that a facilitator still has to do with, the last to end first."""
    found = facilitator.contracts.filter(status__in=[*OUT, Status.IN_FORCE], last_day__gte=on)
    found = found.select_related("partner", "school_year").prefetch_related("courses")
    return list(found.order_by("-last_day", "-pk"))


def accreditations_of(facilitator: Facilitator, on: date) -> list[tuple[Accreditation, State]]:
    """Return what they may lead now or later, with how it stands, the first to end first."""
    found = facilitator.accreditations.filter(last_day__gte=on).select_related("course")
    rows = [(each, each.state_on(on)) for each in found.order_by("last_day", "pk")]
    return [row for row in rows if row[1] in {State.VALID, State.ENDING, State.TO_COME}]
