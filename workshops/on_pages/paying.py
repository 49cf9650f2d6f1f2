"""What pages of facilitators say of what they are owed."""

from facilitators.registry import Part, own_parts
from workshops.money.own import owed_to


@own_parts
def what_is_owed(facilitator, on):
    """How much somebody is owed and when the next of it is due, in one query."""
    context = {"owed": owed_to(facilitator), "on": on}
    return [Part("Payments", "workshops/money/own/_part.html", context)]
