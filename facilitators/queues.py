"""What waits for staff about facilitators, as the admin's first page says it."""

from facilitators.models import Accreditation
from plp.core.days import pacific_today
from plp.core.queues import queue


@queue(
    "ending",
    "Accreditations that end soon",
    position=20,
    look="waiting",
    empty="60 days before an accreditation ends, it stands here until somebody renews it.",
    is_due=True,
    model=Accreditation,
    called="facilitator__name",
    at="course__name",
    since="last_day",
    may="facilitators.change_accreditation",
)
def ending(accreditations):
    return accreditations.ending(pacific_today())
