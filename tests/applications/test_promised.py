"""What a partner promised, in words and boxes."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from applications.counting import Line
from applications.measures import Amount, Kind, Shape
from applications.next_steps import what_to_do
from applications.promised import marks, so_far, tally
from applications.statuses import Asked, Status


def line(amount, *, shape=Shape.NUMBER, number=4, status=Status.ON_TRACK, kind=Kind.MEETUPS):
    asked = Asked(shape, number and Decimal(number), None, date(2017, 6, 30), date(2016, 5, 1))
    course = SimpleNamespace(name="CS Principles", __str__=lambda self: "CS Principles")
    requirement = SimpleNamespace(kind=kind, course=course)
    row = SimpleNamespace(requirement=requirement, last_said=None)
    return Line(row, amount, asked, status)


def amount(done=0, planned=0):
    return Amount(Decimal(done), Decimal(planned))


@pytest.mark.parametrize(
    ("what", "words", "boxes"),
    [
        (line(amount(2, 1)), "2 done, 1 planned, of 4", "ddpo"),
        (line(amount()), "0 done of 4", "oooo"),
        (line(amount(1), status=Status.OVERDUE), "1 done of 4", "dxxx"),
        (line(amount(), status=Status.BEFORE_JOINING), "0 done of 4", "bbbb"),
        (line(amount("1.5", "0.5"), number=2), "1.5 done, 0.5 planned, of 2", "ddp"),
        (line(amount(6)), "6 done of 4", "dddddd"),
        (line(amount(1, 1), number=None), "1 done, 1 planned", "dp"),
        (line(None, status=Status.NOT_COUNTED), "", ""),
        (line(amount(), shape=Shape.SHARE), "No day yet", ""),
        (line(amount(2, 1), shape=Shape.SHARE), "2 of 3 days", ""),
        (line(amount(), shape=Shape.CONDITION, status=Status.TO_CONFIRM), "Not yet", ""),
    ],
)
def test_says_what_is_done_and_planned_of_what_is_asked(what, words, boxes):
    assert (so_far(what), marks(what)) == (words, boxes)


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        (Kind.MEETUPS, {}, "Plan 3 meetups"),
        (Kind.MEETUPS, {"number": 2}, "Plan 1 meetup"),
        (Kind.HOUR_OF_CODE, {}, "Plan your Hour of Code"),
        (Kind.FAIR, {}, "Plan your CS fair"),
        (Kind.SUMMIT, {}, "Register for the Facilitation Summit"),
        (Kind.SUMMER_SESSION, {}, "Register for the summer session, with your teachers"),
        (Kind.FUNDING, {"status": Status.RENEW_BY}, "Confirm your funding again"),
        (Kind.CALLS, {"number": None}, "Agree with us on a progress call"),
        (Kind.CALLS, {}, "Agree with us on 3 calls"),
        (Kind.PRIVACY, {}, "Confirm that you keep to the privacy policy"),
    ],
)
def test_says_what_would_meet_it(kind, more, words):
    assert what_to_do(line(amount(1), kind=kind, **more)) == words


def test_counts_what_is_met_without_what_is_waived():
    found = [line(amount(), status=s) for s in ("met", "overdue", "waived", "renew_by", "later")]
    lines = [each._replace(status=Status(each.status)) for each in found]

    assert tally(lines) == "2 of 4 met, 1 overdue"
