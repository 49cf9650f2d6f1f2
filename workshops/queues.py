"""What waits for staff about workshops, as the admin's first page says it."""

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf

from plp.core.days import pacific_today
from plp.core.queues import queue
from workshops.left_open import for_staff
from workshops.models import Supply, Workshop


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


@queue(
    "left-in-progress",
    "Workshops left in progress",
    position=45,
    look="overdue",
    empty="A month after its last day, a workshop that nobody has ended stands here.",
    model=Workshop,
    called=Coalesce(NullIf("title", Value("")), F("course__name")),
    at=F("partner_year__partner__organization"),
    since="open_since",
    is_due=True,
    may="workshops.run_workshop",
)
def left_in_progress(workshops):
    """Those of whose end their managers were reminded in vain."""
    return for_staff(workshops, pacific_today())
