"""The teachers of a workshop on its page for its partner."""

from workshops import roster
from workshops.parts import Part, Seen, part_of_workshop


@part_of_workshop(30)
def teachers(seen: Seen) -> Part:
    """Who has a seat or waits, and how a manager takes in more."""
    workshop, found = seen.workshop, roster.roster_of(seen.workshop)
    group = roster.group_of(workshop) if seen.may_manage and workshop.is_to_come else None
    context = {
        "roster": found,
        "free": max(0, workshop.capacity - found.seats_taken),
        "group": group,
        "missing": roster.missing_from(workshop, group),
        "may_add": seen.may_manage and workshop.status not in {"completed", "cancelled"},
    }
    return Part("Teachers", "workshops/roster/_part.html", context, "teachers")
