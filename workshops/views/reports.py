"""What the workshops of a partner came to, for its people."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.registry import acting_for
from plp.core.days import pacific_today
from plp.core.exporting import CSV
from plp.core.keys import key_in
from workshops.reports import of_partner


@never_cache
@require_safe
def report(request, pk):
    partner = acting_for(request, pk)
    years = of_partner.years_of(partner)
    year = _chosen(request, years)
    context = {
        "signed_in": True,
        "partner": partner,
        "years": years,
        "chosen": year,
        "tables": of_partner.tables(partner, year).values(),
    }
    return render(request, "workshops/reports/partner.html", context)


@never_cache
@require_safe
def table(request, pk, table):
    """Return one table of the report as a file."""
    partner = acting_for(request, pk)
    year = _chosen(request, of_partner.years_of(partner))
    found = of_partner.tables(partner, year).get(table)
    if found is None:
        raise Http404("The report has no such table.")
    return found.as_file(CSV, f"{year or pacific_today()}")


def _chosen(request, years):
    """Return the year that was asked for, else the latest that has begun, else the next."""
    key = key_in(request.GET.get("year"))
    asked = [year for year in years if year.pk == key]
    begun = [year for year in years if year.first_day <= pacific_today()]
    return next(iter([*asked, *begun, *reversed(years)]), None)
