"""What waits for staff about workshops, as the admin's first page says it."""

from django.db.models import F

from plp.core.queues import queue
from workshops.models import Supply


@queue(
    "supplies",
    "Supplies to send",
    position=44,
    look="need",
    empty="What partners ask you to send for a workshop stands here until you note that you did.",
    is_due=True,
    model=Supply,
    called="what",
    at=F("workshop__partner_year__partner__organization"),
    since="needed_by",
    may="workshops.change_supply",
)
def supplies_to_send(supplies):
    return supplies.to_send()
