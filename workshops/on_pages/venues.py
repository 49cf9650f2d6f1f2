"""What a workshop's page says of its place and of what is to be prepared."""

from workshops import venue
from workshops.parts import Part, Seen, part_of_workshop


@part_of_workshop(40)
def place(seen: Seen) -> Part | None:
    """How much of the checklist is done and what is next, in one query."""
    if not seen.workshop.is_going_on:
        return None
    checklist = venue.checklist_of(seen.workshop)
    left = [entry for entry in checklist if not entry.done_at]
    context = {
        "checklist": [(entry, entry.is_late(seen.on)) for entry in checklist],
        "done": len(checklist) - len(left),
        "next": left[0] if left else None,
        "on": seen.on,
    }
    return Part("The place", "workshops/venues/_part.html", context, "place")
