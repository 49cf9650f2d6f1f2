"""What a partner paid each payee in a calendar year, for form 1099, and whose W-9 it has."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.registry import acting_for_money
from facilitators.models import Facilitator
from plp.core.days import pacific_today
from plp.core.exporting import CSV, Column, as_file
from plp.core.keys import key_in
from plp.core.methods import get_or_post, sent
from plp.core.money import to_cent
from workshops.actions import tax_forms
from workshops.forms.money.tax import W9Form
from workshops.models import TaxForm, Teacher
from workshops.money import tax

NOT_PAID = "This partner pays nobody of this address."


def _cents(name):
    """Return a reader of a sum, with its two digits after the point."""
    return lambda row: None if getattr(row, name) is None else to_cent(getattr(row, name))


COLUMNS = [
    Column("Payee", "payee__name"),
    Column("E-mail", "payee__email"),
    Column("Paid as", "payee__role"),
    Column("Pay", _cents("pay")),
    Column("Travel with receipts", _cents("travel")),
    Column("Reported from", _cents("threshold")),
    Column("To report", "is_reported"),
    Column("W-9 on file since", "w9_since"),
]


@never_cache
@require_safe
def totals(request, pk):
    partner = acting_for_money(request, pk)
    year, years = _year(request, partner)
    rows = tax.totals(partner, year)
    context = {
        "year": year,
        "years": years,
        "threshold": tax.threshold_in(year),
        "rows": rows,
        "pay": sum(row.pay for row in rows),
        "travel": sum(row.travel for row in rows),
        "without": tax.without_w9(partner),
    }
    return _show(request, "totals", **context)


@never_cache
@require_safe
def as_csv(request, pk):
    partner = acting_for_money(request, pk)
    year, _ = _year(request, partner)
    return as_file(CSV, f"1099-{year}", COLUMNS, tax.totals(partner, year))


def w9_of_facilitator(request, pk, facilitator):
    paid = Facilitator.objects.filter(assignments__payables__partner=pk)
    return _w9(request, pk, paid, facilitator)


def w9_of_teacher(request, pk, teacher):
    paid = Teacher.objects.filter(enrollments__payables__partner=pk)
    return _w9(request, pk, paid, teacher)


@never_cache
@get_or_post
def _w9(request, pk, payees, key):
    """Say since when the W-9 of somebody whom the partner pays is on file."""
    partner = acting_for_money(request, pk)
    payee = payees.filter(pk=key).first()
    if payee is None:
        raise Http404(NOT_PAID)
    of_them = {payee._meta.model_name: payee}
    known = TaxForm.objects.filter(partner=partner, **of_them).first()
    initial = {"since": known and known.since}
    form = W9Form(sent(request), on=pacific_today(), initial=initial)
    if request.method == "POST" and form.is_valid():
        tax_forms.note_w9(partner, **form.cleaned_data, **of_them)
        messages.success(request, f"Noted for {payee}.")
        return redirect("workshops:tax-totals", partner.pk)
    return _show(request, "w9", payee=payee, form=form, known=known)


def _year(request, partner):
    """Return the year that was asked for, else the last in which somebody was paid; and all that
    there are, this one among them."""
    paid, this_year = partner.payables.years_paid(), pacific_today().year
    years = sorted({this_year, *paid}, reverse=True)
    asked = key_in(request.GET.get("year"))
    return asked if asked in years else next(iter(paid), this_year), years


def _show(request, template, **context):
    acting = request.acting
    shared = {"signed_in": True, "partner": acting.partner, "may_note": acting.handles_money}
    return render(request, f"workshops/money/tax/{template}.html", shared | context)
