"""The public page of what partners did together, and the same as data."""

from operator import itemgetter

from django.http import Http404, HttpResponse, JsonResponse

from applications.registry import show
from plp.core.exporting import Column, csv_lines
from plp.core.pages import edition_of, public_page
from workshops.impact import charts
from workshops.impact.shown import impact


@public_page("year")
def page(request):
    of = impact(edition_of(request))
    line = of.line_of(request.GET.get("year", ""))
    context = {"of": of, "line": line} | (charts.context(of, line) if line else {})
    return show(request, "workshops/impact/page.html", context)


@public_page()
def as_csv(request, table):
    """One table of all school years."""
    found = impact(edition_of(request)).tables.get(table)
    if found is None:
        raise Http404("No table is called so.")
    columns = [Column(heading, itemgetter(n)) for n, heading in enumerate(found.headings)]
    return HttpResponse("".join(csv_lines(columns, found.rows)), "text/csv; charset=utf-8")


@public_page()
def as_json(request):
    """All tables, each row by the headings of its table."""
    of = impact(edition_of(request))
    data = {
        slug: [dict(zip(map(_name, table.headings), row, strict=True)) for row in table.rows]
        for slug, table in of.tables.items()
    }
    about = {"counted_on": of.counted.on.isoformat()}
    return JsonResponse(about | data, json_dumps_params={"ensure_ascii": False})


def _name(heading):
    return heading.lower().replace(" ", "_")
