"""The program's own pages: home, program, how to apply, terms, questions, privacy, credits."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from applications import atlas, facts, finding
from applications.form import blank_forms
from applications.models import FaqEntry, Partner, Requirement, Terms
from applications.models.places import PinStatus
from applications.models.program import STATE_NAMES
from applications.promises import promise
from applications.public import show
from applications.yearline import year_line
from plp.core.pages import edition_of, public_page


class Choice(NamedTuple):
    """What a visitor chose on the map or in the list below it."""

    state: str = ""
    place: facts.Place | None = None
    text: str = ""
    status: str = ""

    @classmethod
    def of(cls, request, places):
        """Read the choice from the address; what is not known there is as if not chosen."""
        place = places.get(request.GET.get("region", ""))
        state = place.region.state if place else request.GET.get("state", "")
        status = request.GET.get("status", "")
        return cls(
            state if state in STATE_NAMES else "",
            place,
            request.GET.get("q", "").strip(),
            status if status in PinStatus.values else "",
        )

    def lists(self, place):
        """Whether a place belongs in the list."""
        region = place.region
        named = f"{region.city} {region.name} {STATE_NAMES[region.state]}".casefold()
        words = self.text.replace(",", " ").split()
        return (
            (not self.state or region.state == self.state)
            and (not self.status or place.status == self.status)
            and all(
                word.upper() == region.state
                if word.upper() in STATE_NAMES
                else word.casefold() in named
                for word in words
            )
        )


@public_page()
def home(request):
    edition = edition_of(request)
    sought = [place for place in facts.places(edition).values() if place.is_sought]
    context = {"sought": sought, "states": facts.by_state(sought)}
    return show(request, "applications/home.html", context)


@public_page("region", "state", "q", "status")
def program(request):
    """The program page, its map zoomed to what the address chooses."""
    edition = edition_of(request)
    places = facts.places(edition)
    choice = Choice.of(request, places)
    if finding.normalize(choice.text):
        return redirect(f"{reverse('applications:zip')}?{urlencode({'zip': choice.text})}")
    context = {
        "choice": choice,
        "frame": atlas.frame_of(choice.state, places.values(), choice.place)
        if choice.state
        else None,
        "listed": [place for place in places.values() if choice.lists(place)],
        "places": places.values(),
        "land": atlas.land(),
        "insets": atlas.insets(),
        "state_name": STATE_NAMES.get(choice.state),
        "states": facts.by_state(places.values()),
        "statuses": PinStatus,
    }
    return show(request, "applications/program_page.html", context | _commitments(edition))


def _commitments(edition):
    """What the program page says of years, commitments, sessions and funding."""
    years, events = facts.years(edition), facts.events(edition)
    rows = []
    for commitment in facts.commitments(edition):
        cells = [
            [promise(r, year, events) for r in commitment.asked if r.program_year_id == year.pk]
            for year in years
        ]
        rows.append((commitment, list(zip(years, cells, strict=True))))
    asked = [r for commitment, _ in rows for r in commitment.asked]
    return {
        "years": years,
        "commitments": rows,
        "commitment_count": sum(commitment.parent_id is None for commitment, _ in rows),
        "first_year": _counted_first_year(years, rows),
        "year_line": year_line(years[0], asked, events) if years else None,
        "sessions": facts.summer_sessions(edition),
        "funding": facts.funding(edition),
    }


def _counted_first_year(years, rows):
    """What the first year asks in numbers, and of the program manager, for the hero."""
    if not years:
        return []
    firsts = [(commitment, cells[0][1]) for commitment, cells in rows]
    return [
        (commitment, promises)
        for commitment, promises in firsts
        if any(promise.boxes for promise in promises)
        or any(asked.kind == Requirement.Kind.MANAGER for asked in commitment.asked)
    ]


@public_page("region")
def apply(request):
    """How to apply, and for which city."""
    edition = edition_of(request)
    context = {"place": facts.places(edition).get(request.GET.get("region", ""))}
    return show(request, "applications/apply.html", context | _whole_form(edition))


@public_page()
def questions(request):
    """Every question of the form on one page, to read and print before one begins."""
    return show(request, "applications/questions.html", _whole_form(edition_of(request)))


def _whole_form(edition):
    program = facts.program(edition)
    return {"forms": blank_forms(program, edition) if program else []}


@public_page()
def terms(request, version=None):
    """The published terms: the latest, or one version."""
    published = Terms.objects.published(on=edition_of(request).day)
    versions = list(published.filter(program__is_current=True))
    wanted = [terms for terms in versions if version in {None, terms.version}]
    if version is not None and not wanted:
        raise Http404
    context = {
        "terms": wanted[0] if wanted else None,
        "latest": versions[0] if versions else None,
        "versions": versions,
    }
    return show(request, "applications/terms.html", context)


@public_page()
def faq(request):
    entries = FaqEntry.objects.filter(program__is_current=True)
    return show(request, "applications/faq.html", {"entries": entries})


@public_page()
def privacy(request):
    return show(request, "applications/privacy.html")


@public_page()
def credits(request):
    return show(request, "applications/credits.html")


@public_page()
def partners(request):
    """The directory of the organizations that serve a region now."""
    active = Partner.objects.active().select_related("region")
    context = {"partners": active.order_by("region__state", "region__city")}
    return show(request, "applications/partner_list.html", context)
