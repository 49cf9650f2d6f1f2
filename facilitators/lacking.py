"""Which courses of a contract its facilitator is not accredited for."""

from datetime import date

from django.db.models import DateField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Greatest

from applications.models import Course
from facilitators.models import Accreditation, Contract


def courses_lacking(contract: Contract, on: date) -> list[Course]:
    """Return the courses of a contract for which no accreditation holds on any day that is left
    of it, from a day on. Whether one holds on the day of a workshop is asked of that day."""
    first = min(max(contract.first_day, on), contract.last_day)
    holding = Accreditation.objects.touching(first, contract.last_day)
    covered = holding.filter(facilitator=contract.facilitator_id).values("course")
    return list(contract.courses.exclude(pk__in=covered))


def lacking_some(contracts: QuerySet, on: date) -> QuerySet:
    """Return the contracts of a QuerySet that are not over on a day, and of which
    `courses_lacking` would name a course."""
    first = Greatest(OuterRef("contract__first_day"), Value(on, DateField()))
    holding = Accreditation.objects.touching(first, OuterRef("contract__last_day")).filter(
        facilitator=OuterRef("contract__facilitator"), course=OuterRef("course")
    )
    course = Contract.courses.through.objects.filter(contract=OuterRef("pk"))
    return contracts.filter(Exists(course.exclude(Exists(holding))), last_day__gte=on)
