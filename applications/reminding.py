"""The weekly reminder of partners' people: what nears its last day, each stage of it once.

Whatever nears is a next step (`next_steps`): requirements, and what each part of the application
adds. A step is named 30 days before its last day, 7 days before, and once it is overdue; a mail of
a week names all stages that begin by its Sunday, so nothing is named late, and what a missed run or
a full week left out goes with the next.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from applications.look import Look
from applications.models import Membership, Partner, Reminder
from applications.models.partner import COLUMNS, Right
from applications.next_steps import steps_of
from applications.registry import NextStep

Stage = Reminder.Stage


def week_of(day: date) -> str:
    """Return the name of a day's week: 2016-W47."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def stage_of(last_day: date, on: date) -> Stage | None:
    """Return the stage that something reaches by the Sunday of a day's week, or None.

    Overdue is what was to be done before the day itself.
    """
    if last_day < on:
        return Stage.OVERDUE
    sunday = on + timedelta(days=7 - on.isoweekday())
    left = (last_day - sunday).days
    if left <= Stage.WEEK:
        return Stage.WEEK
    return Stage.MONTH if left <= Stage.MONTH else None


def name_of(step: NextStep) -> str:
    """Return what a reminder keeps of a step: another last day is another occasion."""
    return f"{step.key} {step.last_day}"


def to_tell(on: date) -> dict[Membership, list[tuple[NextStep, Stage]]]:
    """Return what members should hear of, new or not: the steps that they can do, by stage.

    The number of queries does not grow with partners, people or steps.
    """
    look = Look(Partner.objects.active().select_related("region"), on)
    told = defaultdict(list)
    for step in steps_of(look):
        stage = step.last_day and stage_of(step.last_day, on)
        for member in who_can(step, look.members[step.partner]) if stage is not None else []:
            told[member].append((step, stage))
    return told


def who_can(step: NextStep, members: Iterable[Membership]) -> list[Membership]:
    """Return who hears of a step: who has its right and can sign in, else program managers."""
    reached = [member for member in members if member.user.is_active]
    for right in (step.right, Right.MANAGE):
        if right and (found := [m for m in reached if getattr(m, COLUMNS[right])]):
            return found
    return []
