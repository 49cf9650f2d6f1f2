"""Marks that a phone has kept while it had no connection: what the day's script asks, as JSON."""

import json
from datetime import UTC, datetime, timedelta

from django.http import HttpResponseBadRequest, JsonResponse
from django.utils import timezone

from plp.core.keys import key_in
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError
from workshops.actions import marking
from workshops.actions.marking import Mark
from workshops.roll import roll_of
from workshops.views.day import of_a_day

MOST_MARKS = 500  # in one request
WRONG = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
CLOCK_IS_RIGHT = timedelta(minutes=2)  # a phone that is off by more is put right


@of_a_day
@get_or_post
def marks(request, session):
    """Take marks that were made without a connection, and say how the roll is now."""
    if request.method == "POST":
        now = timezone.now()
        try:
            made = _marks_in(request.body, now)
        except WRONG:
            return HttpResponseBadRequest("These are no marks.")
        try:
            marking.mark_all(session, made, by=request.user, now=now)
        except TransitionError as refusal:
            return JsonResponse({"refused": str(refusal)}, status=409)
    return JsonResponse(_state(session))


def _marks_in(body, now):
    """Return what a phone has sent: {"sent": ms, "marks": [{"enrollment", "present", "at"}]}.

    Its moments are milliseconds since 1970. Where its clock is wrong, they are put right by how
    far it is off, so that the later one of two phones' marks counts all the same.
    """
    said = json.loads(body)
    off = now - _moment(said["sent"])
    off = off if abs(off) > CLOCK_IS_RIGHT else timedelta(0)
    return [
        Mark(_key(each["enrollment"]), each["present"] is True, _moment(each["at"]) + off)
        for each in said["marks"][:MOST_MARKS]
    ]


def _key(said):
    key = key_in(said)
    if key is None:
        raise ValueError("That is no key.")
    return key


def _moment(milliseconds):
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _state(session):
    roll = roll_of(session)
    return {
        "here": {entry.enrollment.pk: entry.is_present for entry in roll.entries},
        "walk_ins": session.walk_ins.waiting().count(),
    }
