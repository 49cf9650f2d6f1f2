"""How far program managers are with what they learn: for one page, or for all partners."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from applications.look import Look
from applications.models import Membership, OnboardingItem
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
    """Return {key of a member: what they have to do and have done}, in one query.

    One more where `programs` are not known yet: {key of a partner: key of its program}. Only
    program managers have a list: the items in force of the program that their partner is in. What a
    person has done counts for every partner they act for.
    """
    managers = [member for member in members if member.may_manage]
    if programs is None:
        programs = Look({member.partner for member in managers}, on).programs
    items, done = _items(programs.values(), managers, on)
    return {
        member.pk: [
            Todo(item, item.due(pacific_day(member.since)), done.get((member.user_id, item.thing)))
            for item in items.get(programs.get(member.partner_id), [])
        ]
        for member in managers
    }


def _items(programs, managers, on):
    """Return {key of a program: its items}, and {(key of a person, thing): when they did it first}.

    A row is an item that is asked, or one of whatever version that a manager has done.
    """
    asked = OnboardingItem.objects.in_force(on).filter(program__in=set(programs))
    mine = Q(done__user__in={member.user_id for member in managers})
    rows = OnboardingItem.objects.annotate(
        is_asked=Exists(asked.filter(pk=OuterRef("pk"))),
        mine=FilteredRelation("done", condition=mine),
        done_by=F("mine__user"),
        done_at=F("mine__at"),
    ).filter(Q(is_asked=True) | Q(mine__isnull=False))
    items, done = defaultdict(dict), {}
    for item in rows.with_thing().select_related("same_as"):
        if item.is_asked:
            items[item.program_id].setdefault(item.pk, item)
        if item.done_by:
            key = item.done_by, item.thing
            done[key] = min(item.done_at, done.get(key, item.done_at))
    return {program: list(of_one.values()) for program, of_one in items.items()}, done


def how_far(todos: list[Todo]) -> str:
    """Say "3 of 5 done", or nothing where there is nothing to do."""
    done = sum(todo.done_at is not None for todo in todos)
    return f"{done} of {len(todos)} done" if todos else ""


def undone(todos: list[Todo]) -> list[Todo]:
    """Return what is still to do, the nearest last day first."""
    return sorted((t for t in todos if t.done_at is None), key=lambda t: (t.due, t.item.position))
