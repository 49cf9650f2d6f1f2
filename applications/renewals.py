"""Whose next year is to be opened, and who has not said whether it goes on."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import F, Min, OuterRef, QuerySet, Subquery

from applications import emails
from applications.models import Partner, PartnerYear
from applications.reminding import week_of
from plp.core import days

OPEN_AHEAD = timedelta(days=30)
PATIENCE = timedelta(days=7)


def to_open(partners: QuerySet[Partner], on: date) -> QuerySet[Partner]:
    """Return active partners whose last year is confirmed and ends within a month, or has ended,
    and that go on after it; each with that `last_day`."""
    years = PartnerYear.objects.filter(partner=OuterRef("pk"))
    last = years.order_by("-program_year__school_year__first_day", "-pk")
    return (
        partners.active()
        .annotate(
            last_day=Subquery(last.values("program_year__school_year__last_day")[:1]),
            last_status=Subquery(last.values("status")[:1]),
        )
        .filter(last_status=PartnerYear.Status.CONFIRMED, last_day__lte=on + OPEN_AHEAD)
        .exclude(ends_on__lte=F("last_day"))
    )


def to_end(partners: QuerySet[Partner]) -> QuerySet[Partner]:
    """Return active partners that have said they do not go on, and whose end is not planned; each
    with the first day of the year that they leave out."""
    years = PartnerYear.objects.filter(partner=OuterRef("pk"))
    last = years.order_by("-program_year__school_year__first_day", "-pk")
    return (
        partners.active()
        .annotate(
            out_from=Subquery(last.values("program_year__school_year__first_day")[:1]),
            last_status=Subquery(last.values("status")[:1]),
        )
        .filter(last_status=PartnerYear.Status.NOT_RENEWING, ends_on=None)
    )


def unanswered(on: date) -> list[PartnerYear]:
    """Return years that have been open for a week or longer, are not over, and wait for the
    partner's word."""
    made = PartnerYear.history.model.objects.filter(history_type="+", id=OuterRef("pk"))
    opened = made.order_by().values("id").annotate(first=Min("history_date")).values("first")
    waiting = PartnerYear.objects.filter(
        status=PartnerYear.Status.TO_RENEW,
        partner__ended_on__isnull=True,
        program_year__school_year__last_day__gte=on,
    )
    waiting = waiting.exclude(partner__ends_on__lt=F("program_year__school_year__first_day"))
    long_open = waiting.annotate(opened_at=Subquery(opened[:1])).filter(
        opened_at__lt=days.end_of(on - PATIENCE)
    )
    related = ["partner__region", "program_year__program", "program_year__school_year"]
    return list(long_open.select_related(*related).order_by("partner__organization", "pk"))


def tell_staff(on: date) -> None:
    """Write to each program's contact who has not answered, once a week; safe to run again."""
    by_program = defaultdict(list)
    for year in unanswered(on):
        by_program[year.program_year.program].append(year)
    for program, years in by_program.items():
        emails.renewals_waiting(program, years, week=week_of(on))
