"""What moved between a partner, the program and those whom it pays: all from rows, added up here.

Money is asked for, approved and received; it is paid out to facilitators and teachers, or spent on
what is claimed with a receipt. Each counts in the school year of its workshop or request, on the
day on which it happened.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import CharField, Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate, TruncMonth

from applications.models import Partner, SchoolYear
from plp.core.days import PACIFIC
from workshops.models import Cohort, Payable, Reimbursement, ReimbursementStatusChange
from workshops.money.cohorts import Claim, claims_of

ZERO = Decimal(0)
Kind, Status = Reimbursement.Kind, Reimbursement.Status
OF_COSTS = {Kind.EVENT, Kind.INVOICE}  # asked for because it was spent
YEAR_OF_REQUEST = "partner_year__program_year__school_year"
YEAR_OF_WORKSHOP = "workshop__partner_year__program_year__school_year"


class Amounts(NamedTuple):
    """What moved, in dollars."""

    requested: Decimal = ZERO
    approved: Decimal = ZERO
    received: Decimal = ZERO
    paid_out: Decimal = ZERO  # to facilitators and teachers
    costs: Decimal = ZERO  # spent on events and invoices, as was asked for

    @property
    def undecided(self):
        return self.requested - self.approved

    @property
    def not_received(self):
        return self.approved - self.received

    @property
    def spent(self):
        return self.paid_out + self.costs

    @property
    def not_reimbursed(self):
        """Paid by the partner, not yet reimbursed."""
        return max(self.spent - self.received, ZERO)

    @property
    def ahead(self):
        """Received, and not paid out yet."""
        return max(self.received - self.spent, ZERO)


class Moved(NamedTuple):
    """An amount that moved on a day; `what` is a field of Amounts."""

    school_year: int  # its key
    day: date
    what: str
    amount: Decimal
    code: str = ""
    about: str = ""


class Month(NamedTuple):
    """What moved in a month, and all that moved by its end."""

    first: date
    amounts: Amounts
    by_then: Amounts


class Owed(NamedTuple):
    """What is to be paid to facilitators and teachers."""

    to_approve: Decimal = ZERO
    to_pay: Decimal = ZERO

    @property
    def total(self):
        return self.to_approve + self.to_pay


def years_of(partner: Partner) -> list[SchoolYear]:
    """Return the school years of a partner, the latest first."""
    years = partner.years.select_related("program_year__school_year")
    found = {year.program_year.school_year for year in years}
    return sorted(found, key=lambda year: year.first_day, reverse=True)


def requests_of(partner: Partner) -> list[Moved]:
    """Return what was asked for, approved and received, and on what it was spent."""
    rows = _requests(partner).only("kind", "status", "as_of", "of_day", "partner_year")
    return [moved for row in rows for moved in _of_request(row)]


def requests_in_words(partner: Partner) -> list[Moved]:
    """Return the same, each with the number of its request and what it is for."""
    rows = _requests(partner).select_related("cohort__course", "cohort__school_year", "event")
    return [
        moved._replace(code=row.code, about=row.about) for row in rows for moved in _of_request(row)
    ]


def _requests(partner):
    moves = ReimbursementStatusChange.objects.filter(
        reimbursement=OuterRef("pk"), new=Status.APPROVED
    )
    approved = moves.order_by("-pk").annotate(on=TruncDate("at", tzinfo=PACIFIC)).values("on")[:1]
    rows = Reimbursement.objects.of(partner).live().with_total().order_by("pk")
    return rows.annotate(
        approved_on=Subquery(approved), year=F(YEAR_OF_REQUEST), paid_on=F("batch__paid_on")
    )


def _of_request(row):
    total = row.total or ZERO
    yield Moved(row.year, row.as_of, "requested", total)
    if row.kind in OF_COSTS:
        yield Moved(row.year, row.of_day or row.as_of, "costs", total)
    if row.status != Status.SENT:
        yield Moved(row.year, row.approved_on or row.as_of, "approved", total)
    if row.status == Status.PAID:
        yield Moved(row.year, row.paid_on, "received", total)


def paid_out_by_month(partner: Partner) -> tuple[list[Moved], dict[int, Owed]]:
    """Return what was paid out, added up by month, and {school year: what is owed}."""
    rows = Payable.objects.filter(partner=partner).live().order_by()
    rows = rows.annotate(month=TruncMonth("paid_on")).values_list(
        YEAR_OF_WORKSHOP, "status", "month"
    )
    moved, owed = [], defaultdict(Owed)
    for year, status, month, amount in rows.annotate(amount=Sum("lines__amount")):
        if status == Payable.Status.PAID:
            moved.append(Moved(year, month, "paid_out", amount or ZERO))
        else:
            name = "to_pay" if status == Payable.Status.APPROVED else "to_approve"
            owed[year] = owed[year]._replace(**{name: amount or ZERO})
    return moved, owed


def paid_out_one_by_one(partner: Partner) -> list[Moved]:
    rows = Payable.objects.filter(partner=partner).paid().with_total().order_by("paid_on", "pk")
    payee = Coalesce(
        "assignment__facilitator__name", "enrollment__teacher__name", output_field=CharField()
    )
    rows = rows.annotate(year=F(YEAR_OF_WORKSHOP), payee_name=payee)
    return [
        Moved(
            row.year,
            row.paid_on,
            "paid_out",
            row.total,
            row.code,
            f"{row.get_kind_display()}: {row.workshop}, {row.payee_name}",
        )
        for row in rows.select_related("workshop__course")
    ]


def amounts(moved: Iterable[Moved]) -> Amounts:
    """Return what moved in all."""
    found = defaultdict(lambda: ZERO)
    for each in moved:
        found[each.what] += each.amount
    return Amounts(**found)


def months(moved: Iterable[Moved]) -> list[Month]:
    """Return the months in which something moved, the first one first."""
    of_month = defaultdict(list)
    for each in moved:
        of_month[each.day.replace(day=1)].append(each)
    found, by_then = [], Amounts()
    for first in sorted(of_month):
        here = amounts(of_month[first])
        by_then = Amounts(*(was + now for was, now in zip(by_then, here, strict=True)))
        found.append(Month(first, here, by_then))
    return found


class Expected(NamedTuple):
    """What a teacher group still brings, as far as is known today."""

    cohort: Cohort
    amount: Decimal
    teachers: int
    is_counted: bool  # by who came; else by who is in the group
    why_not: str  # where it brings nothing; without the full stop
    claimed: Decimal = ZERO  # what was asked for already

    @property
    def whole(self):
        return self.amount + self.claimed


def expected(partner: Partner, year: SchoolYear, on: date) -> list[Expected]:
    """Return what the groups of a school year bring beyond what was asked for: while the year runs,
    all parts of it, and later those that were completed."""
    cohorts = _groups(partner, year)
    claims = claims_of(cohorts, on)
    is_over = on > year.last_day
    return [_expected(cohort, claims[cohort.pk], is_over) for cohort in cohorts]


def _groups(partner, year) -> QuerySet[Cohort]:
    rows = Cohort.objects.filter(partner=partner, school_year=year)
    return rows.select_related("course").annotate(size=Count("members")).order_by("course__name")


def _expected(cohort, claim: Claim, is_over):
    known = claim.known
    is_counted = bool(known.funded)
    if claim.parts is None or not claim.workings:
        return Expected(cohort, ZERO, 0, is_counted, _short(claim.obstacles))
    if is_over:
        return Expected(cohort, claim.total, len(known.funded), True, "", known.claimed)
    terms = claim.workings[-1].terms
    teachers = len(known.funded) if is_counted else cohort.size
    whole = terms.amount_for(teachers, urban=known.is_urban)
    why_not = "" if whole else terms.too_few_words(teachers)
    left = whole - known.claimed
    return Expected(cohort, left, teachers, is_counted, why_not, known.claimed)


def _short(sentences):
    return next(iter(sentences), "").removesuffix(".")
