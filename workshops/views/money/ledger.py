"""What moved between a partner, the program and those whom it pays, by year and by month."""

from operator import itemgetter

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.registry import acting_for_money, portal_page
from plp.core.days import pacific_today
from plp.core.exporting import CSV, Column, as_file
from plp.core.keys import key_in
from plp.core.money import to_cent
from workshops.money import ledger

portal_page("Money", "workshops:money", 28, is_of_money=True)

WORDS = {
    "requested": "Requested",
    "approved": "Approved",
    "received": "Received",
    "paid_out": "Paid out",
    "costs": "Other costs",
}
HEADINGS = ["Day", "School year", "What", "Number", "For", "Amount"]


@never_cache
@require_safe
def money(request, pk):
    """Where the money of a partner is, in a school year and in all of them."""
    partner = acting_for_money(request, pk)
    on = pacific_today()
    years = ledger.years_of(partner)
    chosen = _chosen(request, years, on)
    paid_out, owed = ledger.paid_out_by_month(partner)
    moved = [*ledger.requests_of(partner), *paid_out]
    here = [each for each in moved if chosen and each.school_year == chosen.pk]
    expected = ledger.expected(partner, chosen, on) if chosen else []
    context = {
        "signed_in": True,
        "partner": partner,
        "years": years,
        "chosen": chosen,
        "expected": expected,
        "expected_in_all": sum((each.amount for each in expected), ledger.ZERO),
        "amounts": ledger.amounts(here),
        "owed": owed.get(chosen and chosen.pk, ledger.Owed()),
        "months": ledger.months(here),
        "by_year": [
            (year, ledger.amounts(each for each in moved if each.school_year == year.pk))
            for year in years
        ],
        "in_all": ledger.amounts(moved),
    }
    return render(request, "workshops/money/ledger/money.html", context)


@never_cache
@require_safe
def as_csv(request, pk):
    """Return each amount of a school year, or of all, in order of its day."""
    partner = acting_for_money(request, pk)
    years = {year.pk: year for year in ledger.years_of(partner)}
    year = years.get(key_in(request.GET.get("year")))
    moved = [*ledger.requests_in_words(partner), *ledger.paid_out_one_by_one(partner)]
    rows = [
        _row(each, years[each.school_year])
        for each in sorted(moved, key=lambda each: (each.day, each.what, each.code))
        if year is None or each.school_year == year.pk
    ]
    columns = [Column(heading, itemgetter(at)) for at, heading in enumerate(HEADINGS)]
    return as_file(CSV, f"money-{year.name if year else 'all-years'}", columns, rows)


def _row(each, year):
    amount = to_cent(each.amount)
    return each.day, str(year), WORDS[each.what], each.code, each.about, amount


def _chosen(request, years, on):
    """Return the year that was asked for, else the latest that has begun, else the next."""
    key = key_in(request.GET.get("year"))
    asked = [year for year in years if year.pk == key]
    begun = [year for year in years if year.first_day <= on]
    return next(iter([*asked, *begun, *reversed(years)]), None)
