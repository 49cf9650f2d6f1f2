"""A partner year for staff: what it asks, how each requirement is doing, and the rows behind it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from applications.attending import events_of
from applications.counting import lines
from applications.measures import rows_behind
from applications.models import PartnerYear
from applications.promised import kept, shown, tally
from plp.core.admin_helpers import step_page
from plp.core.days import pacific_today
from plp.core.keys import key_in


def page(model_admin, request, object_id, year):
    """Show all of a partner year, and of one commitment the rows that count."""
    related = ["partner__region", "program_year__school_year", "program_year__program"]
    year = get_object_or_404(PartnerYear.objects.select_related(*related), pk=key_in(year))
    if str(year.partner_id) != object_id:
        raise Http404("This year is of another partner.")
    promised = of_year(year)
    of = key_in(request.GET.get("of"))
    context = {
        "original": year.partner,
        "year": year,
        "tally": tally(promised),
        "commitments": with_rows(kept_of(year, promised), of),
        "of": of,
    }
    title = f"What it promised, {year.program_year}"
    return step_page(request, model_admin, "applications/partner/promised", title, **context)


def of_year(year):
    """Return the requirements of a partner year in words."""
    events = events_of([year])[year.pk]
    return [shown(line, events) for line in lines(year.requirements.all(), pacific_today())]


def kept_of(year, promised):
    """Return the commitments that ask something, in order, each with what it asks."""
    asked = {each.row.requirement.commitment_id for each in promised}
    commitments = year.program_year.program.commitments.filter(pk__in=asked).order_by("position")
    return list(zip(commitments, kept(commitments, promised), strict=True))


def with_rows(commitments, of):
    """Return (commitment, [(requirement in words, rows behind it)]), rows for one commitment."""
    return [
        (
            commitment,
            [(each, rows_behind(each.row) if commitment.pk == of else []) for each in kept_.shown],
        )
        for commitment, kept_ in commitments
    ]
