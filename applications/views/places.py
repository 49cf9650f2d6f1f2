"""Pages about places: a region, the ZIP finder, the interest list, and the pins as data."""

import json
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from applications import atlas, facts, finding
from applications.forms import InterestForm
from applications.models import County
from applications.models.program import STATE_NAMES
from applications.public import show
from applications.registry import addresses_of
from plp.core import limits
from plp.core.methods import get_or_post
from plp.core.pages import edition_of, public_page


def place_context(place, edition):
    """What a page says about one place, with its state drawn large."""
    neighbors = {p.region.pk: p for p in facts.places(edition).values()} | {place.region.pk: place}
    return {
        "place": place,
        "frame": atlas.frame_of(place.region.state, neighbors.values(), place),
        "state_name": STATE_NAMES[place.region.state],
        "land": atlas.outlines([atlas.shapes()[place.region.state]]),
    }


@public_page()
def region(request, slug):
    edition = edition_of(request)
    place = facts.place(edition, slug=slug)
    if place is None:
        raise Http404
    sessions = [
        session
        for session in facts.summer_sessions(edition)
        if STATE_NAMES[place.region.state] in session.states
    ]
    context = {"counties": County.objects.filter(region=place.region), "sessions": sessions}
    return show(request, "applications/region.html", context | place_context(place, edition))


@public_page("zip", "county")
def zip_finder(request):
    """From a ZIP code to the region that serves it, or whom to ask."""
    edition = edition_of(request)
    typed = request.GET.get("zip", "").strip()
    context = {"typed": typed}
    if typed:
        answer = finding.find(typed, edition, county_fips=request.GET.get("county", ""))
        context["answer"] = answer
        if answer.place:
            context |= place_context(answer.place, edition)
    return show(request, "applications/zip_finder.html", context)


@login_not_required
@get_or_post
def interest(request):
    """Put an organization on the list of those who hear when their area opens."""
    zip_code = finding.normalize(request.GET.get("zip", "")) or ""
    form = InterestForm(request.POST or None, initial={"zip": zip_code})
    if request.method == "POST" and form.is_valid():
        if not form.is_trapped:
            limits.spend(request, "interest", key=form.cleaned_data["email"])
            form.save()
        address = reverse("applications:interest-done")
        return redirect(f"{address}?{urlencode({'zip': form.cleaned_data['zip']})}")
    return show(request, "applications/interest.html", {"form": form})


@public_page("zip")
def interest_done(request):
    """Thank whoever asked, and say so where their area is open already."""
    answer = finding.find(request.GET.get("zip", ""), edition_of(request))
    return show(request, "applications/interest_done.html", {"place": answer.place})


@public_page()
def pins(request):
    """The places of the current program as GeoJSON (RFC 7946)."""
    features = [_feature(request, p) for p in facts.places(edition_of(request)).values()]
    body = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    return HttpResponse(body, content_type="application/geo+json")


def _feature(request, place):
    region = place.region
    return {
        "type": "Feature",
        "id": region.slug,
        "geometry": {
            "type": "Point",
            "coordinates": [float(region.longitude), float(region.latitude)],
        },
        "properties": {
            "city": region.city,
            "state": region.state,
            "region": region.name,
            "status": place.status.value,
            "status_words": place.status_words,
            "takes_applications": place.is_sought,
            "population_served": region.population_served,
            "population_within_80km": region.population_within_80km,
            "population_as_of": region.population_as_of.isoformat(),
            "counties": place.county_count,
            "url": request.build_absolute_uri(region.get_absolute_url()),
        },
    }


@public_page()
def sitemap(request):
    edition = edition_of(request)
    context = {"places": facts.places(edition).values(), "added": addresses_of(edition)}
    return render(request, "sitemap.xml", context, content_type="application/xml")


@login_not_required
@require_safe
def robots(request):
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")
