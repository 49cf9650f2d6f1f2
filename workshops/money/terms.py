"""What funding terms were used for, and what other terms would make of teacher groups."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, Max

from applications.models import FundingTerms, Program
from applications.models.funding import in_force
from applications.registry import GroupChange, TermsUse, terms_change, terms_in_use
from plp.core import days
from plp.core.texts import counted
from workshops.models import (
    Cohort,
    PayableLine,
    ReimbursementLine,
    Session,
    Workshop,
)
from workshops.models.payables import SETTLED
from workshops.models.reimbursements import LIVE
from workshops.money.records import Known, known_of

OF_TEACHERS = [PayableLine.Kind.STIPEND, PayableLine.Kind.TEACHER_TRAVEL]


@terms_in_use
def asked_for(terms: FundingTerms) -> Iterator[TermsUse]:
    """Yield what was asked for by some terms, where requests are sent, approved or paid."""
    lines = ReimbursementLine.objects.filter(terms=terms, reimbursement__status__in=LIVE)
    found = lines.order_by().aggregate(
        requests=Count("reimbursement", distinct=True),
        day=Max("session__day"),
        as_of=Max("reimbursement__as_of"),
    )
    if found["requests"]:
        last = found["day"] or found["as_of"]
        many = counted(found["requests"], "reimbursement request")
        text = f"{many} figured by them, for workshop days until {days.in_words(last)}."
        yield TermsUse(text, last)


@terms_in_use
def paid_to_teachers(terms: FundingTerms) -> Iterator[TermsUse]:
    """Yield what teachers get by some terms, where it is approved or paid."""
    lines = PayableLine.objects.filter(
        kind__in=OF_TEACHERS,
        payable__status__in=SETTLED,
        payable__workshop__partner_year__program_year__program=terms.program_id,
        session__day__gte=terms.from_day,
    )
    rows = FundingTerms.objects.filter(program=terms.program_id, from_day__gt=terms.from_day)
    if following := rows.order_by("from_day").values_list("from_day", flat=True).first():
        lines = lines.filter(session__day__lt=following)
    found = lines.order_by().aggregate(
        payments=Count("payable", distinct=True), last=Max("session__day")
    )
    if found["payments"]:
        many = counted(found["payments"], "payment")
        text = (
            f"{many} to teachers by them, for workshop days until {days.in_words(found['last'])}."
        )
        yield TermsUse(text, found["last"])


class Going(NamedTuple):
    """A teacher group that is going on, and the day whose terms decide what it brings."""

    cohort: Cohort
    known: Known
    day: date


def _going(program: Program, on: date) -> list[Going]:
    """Return the groups of a program's partners whose school year is not over, by partner."""
    groups = Cohort.objects.filter(
        partner__ended_on__isnull=True,
        partner__years__program_year__program=program,
        partner__years__program_year__school_year=F("school_year"),
        school_year__last_day__gte=on,
    )
    groups = list(
        groups.select_related("partner", "course", "school_year")
        .annotate(number=Count("members", distinct=True))
        .order_by("partner__organization", "school_year", "course", "pk")
    )
    known, last = known_of(groups, on), _last_days(program)
    return [
        Going(
            each,
            known[each.pk],
            last.get(
                (each.partner_id, each.course_id, each.school_year_id), each.school_year.last_day
            ),
        )
        for each in groups
        if known[each.pk].year and known[each.pk].year.program_year.program_id == program.pk
    ]


def _last_days(program):
    """Return {(partner, course, school year): the last day of its workshops}."""
    rows = Session.objects.filter(workshop__partner_year__program_year__program=program)
    rows = rows.exclude(workshop__status=Workshop.Status.CANCELLED).order_by()
    found = rows.values_list(
        "workshop__partner_year__partner",
        "workshop__course",
        "workshop__partner_year__program_year__school_year",
    ).annotate(Max("day"))
    return {tuple(key): last for *key, last in found}


@terms_change
def changed_groups(program: Program, before, after, on: date) -> Iterator[GroupChange]:
    """Yield what each group that is going on brings by some terms, and what by others.

    As many count as are funded by now; of a group of which nobody has come yet, all. What decides
    in the end are the terms on the day of its last workshop.
    """
    for going in _going(program, on):
        funded = len(going.known.funded) or going.cohort.number
        is_urban = going.known.is_urban
        yield GroupChange(
            str(going.cohort),
            _teachers(going),
            going.known.year.get_urban_display() or "Not decided",
            *(_brings(rows, going.day, funded, is_urban) for rows in [before, after]),
        )


def _teachers(going):
    if going.known.funded:
        return f"{len(going.known.funded)} funded"
    return f"{going.cohort.number} in the group, nobody came yet"


def _brings(rows, day, funded, is_urban):
    """Return what a group brings under whichever of the rows is in force on a day."""
    terms = in_force(rows, day)
    return terms.amount_for(funded, urban=is_urban) if terms else 0
