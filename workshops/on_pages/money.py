"""What a workshop's page says of its money."""

from workshops.models import Workshop
from workshops.money.of_workshop import sums_of
from workshops.parts import Part, Seen, part_of_workshop

OVER = [Workshop.Status.COMPLETED, Workshop.Status.CANCELLED]


@part_of_workshop(70)
def what_it_costs_and_brings(seen: Seen) -> Part | None:
    """Who is owed what for it, and what is asked for it; only for those who read amounts."""
    workshop = seen.workshop
    if workshop.status not in OVER or not seen.acting.sees_money:
        return None
    sums = sums_of(workshop)
    if workshop.status == Workshop.Status.CANCELLED and not sums.leading:
        return None
    context = {"sums": sums, "on": seen.on}
    return Part("Money", "workshops/money/payments/_of_workshop.html", context, "money")
