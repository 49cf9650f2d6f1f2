"""Which courses of a contract its facilitator is not accredited for."""

from datetime import date

from applications.models import Course
from facilitators.models import Accreditation, Contract


def courses_lacking(contract: Contract, on: date) -> list[Course]:
    """Return the courses of a contract for which no accreditation holds on any day that is left
    of it, from a day on. Whether one holds on the day of a workshop is asked of that day."""
    first = min(max(contract.first_day, on), contract.last_day)
    holding = Accreditation.objects.touching(first, contract.last_day)
    held = holding.filter(facilitator=contract.facilitator_id).values("course")
    return list(contract.courses.exclude(pk__in=held))
