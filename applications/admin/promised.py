"""A partner year for staff: what it asks, how each requirement is doing, and the rows behind it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from applications.look import Look
from applications.measures import rows_behind
from applications.models import PartnerYear
from applications.next_steps import steps_of
from applications.promised import shown, tally
from plp.core.admin_helpers import step_page
from plp.core.days import pacific_today
from plp.core.keys import key_in


def page(model_admin, request, object_id, year):
    """Show all of a partner year, and of one commitment the rows that count."""
    related = ["partner__region", "program_year__school_year", "program_year__program"]
    year = get_object_or_404(PartnerYear.objects.select_related(*related), pk=key_in(year))
    if str(year.partner_id) != object_id:
        raise Http404("This year is of another partner.")
    look = Look([year.partner], pacific_today())
    promised = of_year(look, year)
    of = key_in(request.GET.get("of"))
    context = {
        "original": year.partner,
        "year": year,
        "tally": tally(promised),
        "commitments": by_commitment(promised, look.on, of),
        "of": of,
        "steps": steps_of(look),
    }
    title = f"What it promised, {year.program_year}"
    return step_page(request, model_admin, "applications/partner/promised", title, **context)


def of_year(look, year):
    """Return the requirements of a partner year in words."""
    events = look.events[year.pk]
    return [shown(line, events) for line in look.lines if line.row.partner_year_id == year.pk]


def by_commitment(promised, on, of=None):
    """Return (commitment, [(requirement in words, rows behind it)]): the rows of one commitment."""
    found = {}
    for each in promised:
        commitment = each.row.requirement.commitment
        rows = rows_behind(each.row, on) if commitment.pk == of else []
        found.setdefault(commitment, []).append((each, rows))
    return list(found.items())
