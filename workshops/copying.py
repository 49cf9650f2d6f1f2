"""A workshop like another: its hours, place and lead, on later days."""

from datetime import timedelta

from workshops.actions.scheduling import Day
from workshops.models import Assignment, Workshop
from workshops.planning import Setting
from workshops.rules import Plan, day_remarks
from workshops.series import Series, filled

A_WEEK = timedelta(days=7)


def copied(setting: Setting, workshop: Workshop) -> Series:
    """Return a workshop like another, as it is filled in to be planned."""
    lead = workshop.assignments.active().filter(role=Assignment.Role.LEAD).first()
    own = {name: getattr(workshop, name) for name in ("venue", "address", "zip_code")}
    own["lead"] = lead.facilitator_id if lead and lead.facilitator_id in setting.keys else ""
    common = {name: getattr(workshop, name) for name in ("mode", "sign_up", "capacity", "hours")}
    days = later(setting, workshop)
    return filled(setting, [(days, own)], slots=max(2, len(days)), **common)


def later(setting: Setting, workshop: Workshop) -> list[Day]:
    """Return its days, moved by weeks to the first of which the rules have nothing to say; where
    there are none, by one week."""
    days = [*map(Day.of, workshop.sessions.all())]
    known = setting.known
    last = max((day.day for day in days), default=known.last_day)
    for weeks in range(1, 1 + max(1, (known.last_day - last).days // 7)):
        moved = [day._replace(day=day.day + weeks * A_WEEK) for day in days]
        if not day_remarks(known, Plan(workshop.course, moved, workshop.tz)):
            return moved
    return [day._replace(day=day.day + A_WEEK) for day in days]
