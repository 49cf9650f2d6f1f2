"""How far program managers are with what they learn: for one page, or for all partners."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from applications.look import Look
from applications.models import Membership, OnboardingDone, OnboardingItem
from plp.core.days import pacific_day


class Todo(NamedTuple):
    """One item on the list of a program manager."""

    item: OnboardingItem
    due: date
    done_at: datetime | None

    @property
    def done_on(self):
        return self.done_at and pacific_day(self.done_at)


def lists_of(
    members: Iterable[Membership], on: date, programs: dict[int, int] | None = None
) -> dict[int, list[Todo]]:
    """Return {key of a member: what they have to do and have done}, in two queries.

    One more where `programs` are not known yet: {key of a partner: key of its program}. Only
    program managers have a list: the items in force of the program that their partner is in. What a
    person has done counts for every partner they act for.
    """
    managers = [member for member in members if member.may_manage]
    if programs is None:
        programs = Look({member.partner for member in managers}, on).programs
    items = _items(programs.values(), on)
    done = _done(managers)
    return {
        member.pk: [
            Todo(item, item.due(pacific_day(member.since)), done.get((member.user_id, item.thing)))
            for item in items[programs.get(member.partner_id)]
        ]
        for member in managers
    }


def _items(programs, on):
    found = defaultdict(list)
    items = OnboardingItem.objects.in_force(on).filter(program__in=set(programs))
    for item in items.with_thing().select_related("same_as"):
        found[item.program_id].append(item)
    return found


def _done(managers):
    """Return {(key of a person, thing): when they did it first}."""
    rows = OnboardingDone.objects.filter(user__in={member.user_id for member in managers})
    found = {}
    for user, thing, at in rows.with_thing().values_list("user", "thing", "at"):
        found.setdefault((user, thing), at)
    return found


def how_far(todos: list[Todo]) -> str:
    """Say "3 of 5 done", or nothing where there is nothing to do."""
    done = sum(todo.done_at is not None for todo in todos)
    return f"{done} of {len(todos)} done" if todos else ""


def undone(todos: list[Todo]) -> list[Todo]:
    """Return what is still to do, the nearest last day first."""
    return sorted((t for t in todos if t.done_at is None), key=lambda t: (t.due, t.item.position))
