"""What a partner paid each payee in a calendar year, as form 1099 counts it.

Source: DESIGN, rule 9. By the day of payment; travel with receipts stands apart; who is on the
partner's payroll is left out; a facilitator who also came as a teacher, known by the same address,
is one payee.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, CharField, F, Q, QuerySet, Sum, When

from applications.models import Partner
from facilitators.models import Contract
from workshops.models import Payable, PayableLine, TaxForm, TaxThreshold
from workshops.models.payables import OWED
from workshops.money.travel import TRAVEL

ROLES = {True: "Facilitator", False: "Teacher"}
KEYS = ["payable__assignment__facilitator", "payable__enrollment__teacher"]


class Payee(NamedTuple):
    """Somebody whom a partner pays; one person may be both."""

    name: str
    email: str
    facilitator: int | None  # keys
    teacher: int | None

    @property
    def role(self):
        found = [ROLES[True]] * bool(self.facilitator) + [ROLES[False]] * bool(self.teacher)
        return " and ".join(found).capitalize()


class Total(NamedTuple):
    """What somebody was paid in a year, and since when the partner has their W-9."""

    payee: Payee
    pay: Decimal
    travel: Decimal
    threshold: Decimal | None
    w9_since: date | None

    @property
    def is_reported(self):
        """Whether their pay reaches the sum from which the partner files form 1099."""
        return self.threshold is not None and self.pay > 0 and self.pay >= self.threshold

    @property
    def lacks_w9(self):
        return self.is_reported and not self.w9_since


def threshold_in(year: int) -> Decimal | None:
    """Return the sum from which payments of a year are reported; None where none is set."""
    rows = TaxThreshold.objects.filter(from_year__lte=year).order_by("-from_year")
    return rows.values_list("amount", flat=True).first()


def totals(partner: Partner, year: int) -> list[Total]:
    """Return what each was paid in a calendar year, who is to be reported first; three queries."""
    threshold, forms = threshold_in(year), w9_of(partner)
    merged = {}
    in_year = {
        "payable__paid_on__gte": date(year, 1, 1),
        "payable__paid_on__lte": date(year, 12, 31),
    }
    for row in _sums(_counted(partner).filter(payable__status=Payable.Status.PAID, **in_year)):
        merged.setdefault(row["email"].lower(), []).append(row)
    found = [_total(rows, threshold, forms) for rows in merged.values()]
    return sorted(found, key=lambda each: (not each.is_reported, each.payee.name.casefold()))


def without_w9(partner: Partner) -> list[Payee]:
    """Return whom a partner owes something and of whom it has no W-9: two queries."""
    forms, merged = w9_of(partner), {}
    for row in _sums(_counted(partner).filter(payable__status__in=OWED)):
        merged.setdefault(row["email"].lower(), []).append(row)
    people = [_payee(rows) for rows in merged.values()]
    return sorted(
        (payee for payee in people if not since_of(payee, forms)),
        key=lambda payee: payee.name.casefold(),
    )


def w9_of(partner: Partner) -> dict[tuple, date]:
    """Return {(key of a facilitator, key of a teacher): since when their W-9 is on file}."""
    rows = TaxForm.objects.filter(partner=partner)
    return {(row.facilitator_id, row.teacher_id): row.since for row in rows}


def since_of(payee: Payee, forms: dict[tuple, date]) -> date | None:
    known = [forms.get((payee.facilitator, None)), forms.get((None, payee.teacher))]
    return min(filter(None, known), default=None)


def _counted(partner) -> QuerySet[PayableLine]:
    """Return the lines that a partner owes or has paid to others than its employees."""
    employees = Contract.Engagement.EMPLOYEE
    on_payroll = Q(contract__engagement=employees)
    return PayableLine.objects.filter(payable__partner=partner).exclude(on_payroll)


def _sums(lines):
    """Return a row for each payee: who it is, pay and travel."""
    facilitator, teacher = KEYS
    led = When(**{f"{facilitator}__isnull": False}, then=F(f"{facilitator}__name"))
    led_email = When(**{f"{facilitator}__isnull": False}, then=F(f"{facilitator}__email"))
    return (
        lines.order_by()
        .values(
            facilitator=F(facilitator),
            teacher=F(teacher),
            name=Case(led, default=F(f"{teacher}__name"), output_field=CharField()),
            email=Case(led_email, default=F(f"{teacher}__email"), output_field=CharField()),
        )
        .annotate(
            pay=Sum("amount", filter=~Q(kind=TRAVEL)), travel=Sum("amount", filter=Q(kind=TRAVEL))
        )
    )


def _payee(rows):
    rows = sorted(rows, key=lambda row: row["facilitator"] is None)  # a facilitator's name first
    facilitators = [row["facilitator"] for row in rows if row["facilitator"]]
    teachers = [row["teacher"] for row in rows if row["teacher"]]
    return Payee(
        rows[0]["name"],
        rows[0]["email"],
        next(iter(facilitators), None),
        next(iter(teachers), None),
    )


def _total(rows, threshold, forms):
    payee = _payee(rows)
    pay = sum((row["pay"] or Decimal(0) for row in rows), Decimal(0))
    travel = sum((row["travel"] or Decimal(0) for row in rows), Decimal(0))
    return Total(payee, pay, travel, threshold, since_of(payee, forms))
