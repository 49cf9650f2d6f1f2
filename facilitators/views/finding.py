"""A partner finds facilitators, and reads what it may know of one."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.registry import acting_for, portal_page
from facilitators import finding
from facilitators.finding import Wanted
from facilitators.forms.finding import FindForm
from facilitators.models import Facilitator
from plp.core.days import LAST, pacific_today

portal_page("Facilitators", "facilitators:find", 25)

ASKED = ["course", "day", "zip", "within"]
MOST_AWAY = 50


@never_cache
@require_safe
def find(request, pk):
    """Who may lead a course, is free on a day and lives near a place, the nearest first."""
    partner = acting_for(request, pk)
    today = pacific_today()
    form = FindForm(request.GET if request.GET else None, on=today)
    context = {"form": form, "today": today, "query": _asked(request)}
    if not form.is_bound or form.is_valid():
        wanted = _wanted(form, partner)
        pages = Paginator(finding.keys_of(wanted, today), finding.ON_A_PAGE)
        page = pages.get_page(request.GET.get("p"))
        found = finding.shown(page.object_list, partner, wanted, today)
        context |= {"wanted": wanted, "page": page, "found": found}
    return show(request, "find", **context)


def _wanted(form, partner):
    said = form.cleaned_data if form.is_bound else {}
    place = said.get("zip") or finding.at_region(partner.region)
    return Wanted(place, said.get("course"), said.get("day"), said.get("within"))


def _asked(request):
    """Return what was asked, as an address says it: "course=1&day=2016-10-08", or nothing."""
    query = request.GET.copy()
    for name in {*query} - {*ASKED}:
        del query[name]
    return query.urlencode()


@never_cache
@require_safe
def facilitator(request, pk, facilitator):
    """What a partner may know of one facilitator."""
    partner = acting_for(request, pk)
    person = find_one(partner, facilitator)
    today = pacific_today()
    form = FindForm(request.GET, on=today)
    place = (form.is_valid() and form.cleaned_data["zip"]) or finding.at_region(partner.region)
    contracts = list(_worked(partner, person))
    return show(
        request,
        "facilitator",
        found=finding.found_at(place, person, today),
        person=person,
        place=place,
        today=today,
        away=person.unavailabilities.touching(today, LAST)[:MOST_AWAY],
        contracts=contracts,
        may_write=any(contract.is_accepted for contract in contracts),
        inquiries=person.inquiries.filter(partner=partner).select_related("course")[:5],
        query=_asked(request),
    )


def _worked(partner, person):
    contracts = partner.contracts.ever_offered().filter(facilitator=person)
    return contracts.select_related("school_year").prefetch_related("courses")


def find_one(partner, key) -> Facilitator:
    """Return a facilitator whom a partner may look at: one who is listed, or whom it knows from
    a contract. Raises Http404 for any other."""
    known = Exists(partner.contracts.ever_offered().filter(facilitator=OuterRef("pk")))
    person = Facilitator.objects.annotate(is_known=known).filter(pk=key).first()
    if person is None or not (person.is_listed or person.is_known):
        raise Http404("No facilitator whom you can find has this address.")
    return person


def show(request, template, **context):
    shared = {"signed_in": True, "partner": request.acting.partner}
    return render(request, f"facilitators/finding/{template}.html", shared | context)
