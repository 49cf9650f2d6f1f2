"""How a requirement is doing on a day: a pure function of what is asked, what counts, and when."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import models

from applications.measures import Amount, Shape

RENEW_AHEAD = timedelta(days=60)


class Status(models.TextChoices):
    """The status of a requirement, as partners and staff read it."""

    MET = "met", "Met"
    ON_TRACK = "on_track", "On track"
    LATER = "later", "Later"
    NOT_SCHEDULED = "not_scheduled", "Not scheduled yet"
    OVERDUE = "overdue", "Overdue"
    ALL = "all", "All"
    SOME = "some", "Some"
    NOTHING_YET = "nothing_yet", "Nothing yet"
    CONFIRMED = "confirmed", "Confirmed"
    TO_CONFIRM = "to_confirm", "To confirm"
    RENEW_BY = "renew_by", "Renew"
    BEFORE_JOINING = "before", "Before you joined"
    WAIVED = "waived", "Waived"
    NOT_COUNTED = "not_counted", "Not counted yet"

    @property
    def look(self):
        """Its icon and its class in the style sheet."""
        return LOOKS.get(self, self.value)

    @property
    def for_staff(self):
        """Its label where staff read it, to whom a partner is no “you”."""
        return "Before it joined" if self is Status.BEFORE_JOINING else self.label

    @property
    def is_met(self):
        return self in MET

    @property
    def needs_doing(self):
        """Whether it waits for somebody at the partner."""
        return self in WAITING


MET = {Status.MET, Status.ALL, Status.CONFIRMED, Status.RENEW_BY}
WAITING = {Status.NOT_SCHEDULED, Status.OVERDUE, Status.TO_CONFIRM, Status.RENEW_BY}
LOOKS = {
    Status.ON_TRACK: "track",
    Status.NOT_SCHEDULED: "unscheduled",
    Status.ALL: "met",
    Status.SOME: "track",
    Status.NOTHING_YET: "later",
    Status.CONFIRMED: "met",
    Status.TO_CONFIRM: "unscheduled",
    Status.RENEW_BY: "waiting",
    Status.WAIVED: "before",
    Status.NOT_COUNTED: "later",
}


class Asked(NamedTuple):
    """What a requirement asks of one partner."""

    shape: Shape
    number: Decimal | None  # None where it is not counted, or as agreed
    plan_from: date | None  # until the day before, it is “later”
    last_day: date | None
    joined_on: date
    is_waived: bool = False


def status(asked: Asked, amount: Amount | None, on: date) -> Status:
    """Say how a requirement is doing on a day; `amount` is None where nothing counts it yet.

    Source: DESIGN, section 6, rule 4. What ended before the partner joined is never overdue.
    """
    if asked.is_waived:
        return Status.WAIVED
    said = _said(asked, amount, on)
    if said.is_met:
        return said
    if asked.last_day and asked.last_day < asked.joined_on:
        return Status.BEFORE_JOINING
    return said


def _said(asked, amount, on):
    if amount is None:
        return Status.NOT_COUNTED
    match asked.shape:
        case Shape.NUMBER:
            return _of_number(asked, amount, on)
        case Shape.SHARE:
            return _of_share(amount)
        case Shape.CONDITION:
            return _of_condition(asked, amount, on)


def _of_number(asked, amount, on):
    number = asked.number
    if number is None:  # as agreed, but one at least
        number = max(amount.done + amount.planned, 1)
    if amount.done >= number:
        return Status.MET
    if asked.last_day and on > asked.last_day:
        return Status.OVERDUE
    if amount.done + amount.planned >= number:
        return Status.ON_TRACK
    return Status.LATER if _is_early(asked, on) else Status.NOT_SCHEDULED


def _of_share(amount):
    """Of the days that were led: `done` are as asked, `planned` are not, or not yet."""
    if not amount.done and not amount.planned:
        return Status.NOTHING_YET
    return Status.SOME if amount.planned else Status.ALL


def _of_condition(asked, amount, on):
    """What held to the end of its window stays confirmed, however long ago that was."""
    looked_at = min(on, asked.last_day) if asked.last_day else on
    if amount.done and (amount.until is None or amount.until >= looked_at):
        ends_soon = amount.until is not None and amount.until < looked_at + RENEW_AHEAD
        is_enough = asked.last_day is not None and ends_soon and amount.until >= asked.last_day
        return Status.RENEW_BY if ends_soon and not is_enough else Status.CONFIRMED
    if asked.last_day and on > asked.last_day:
        return Status.OVERDUE
    return Status.LATER if _is_early(asked, on) else Status.TO_CONFIRM


def _is_early(asked, on):
    return asked.plan_from is not None and on < asked.plan_from
