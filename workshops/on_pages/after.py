"""What came of workshops, on the pages of those who ran and led them."""

from django.db.models import Count, Q

from facilitators.registry import Part as OwnPart
from facilitators.registry import own_parts
from workshops import thoughts
from workshops.models import Enrollment, Workshop
from workshops.parts import Part, Seen, part_of_workshop

SHOWN = 12  # workshops on a facilitator's home


@part_of_workshop(60)
def what_came_of_it(seen: Seen) -> Part | None:
    """Say of a completed workshop how many came, and what they thought."""
    workshop = seen.workshop
    if workshop.status != Workshop.Status.COMPLETED:
        return None
    were = Q(attendances__is_present=True, status=Enrollment.Status.ENROLLED)
    numbers = workshop.enrollments.aggregate(
        present=Count("pk", filter=were, distinct=True),
        certificates=Count("certificate", distinct=True),
    )
    context = numbers | {"thoughts": thoughts.of_workshop(workshop)}
    return Part("After the workshop", "workshops/after/_part.html", context, "after")


@own_parts
def led_by(facilitator, on):
    """List what a facilitator has led, with the way to what teachers thought of it."""
    led = thoughts.led_by(facilitator).order_by("-last_day", "-pk")
    found = led.select_related("course", "partner_year__partner")[:SHOWN]
    if found:
        context = {"workshops": found}
        yield OwnPart("Workshops that you led", "workshops/after/_led.html", context)
