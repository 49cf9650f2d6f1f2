"""A facilitator's own pages: whose they are, and where their navigation leads."""

from typing import NamedTuple

from django.http import Http404, HttpRequest
from django.urls import reverse

from facilitators.models import Facilitator
from plp.core import places
from plp.core.models import User


class Page(NamedTuple):
    """One of the pages that a facilitator's navigation leads to."""

    label: str
    url_name: str
    position: int


PAGES: list[Page] = []


def own_page(label: str, url_name: str, position: int) -> None:
    """Add a page to a facilitator's navigation."""
    page = Page(label, url_name, position)
    if page not in PAGES:
        PAGES.append(page)
        PAGES.sort(key=lambda page: page.position)


class Own(NamedTuple):
    """Whose pages somebody reads, which are their own; as `request.own` in templates."""

    facilitator: Facilitator
    is_member: bool  # acts for a partner, too

    @property
    def pages(self):
        return PAGES


def facilitator_of(request: HttpRequest) -> Facilitator:
    """Return the facilitator who asks for a page of their own. Raises Http404 for anybody else."""
    facilitator = Facilitator.objects.filter(user=request.user).first()
    if facilitator is None:
        raise Http404("You are no facilitator.")
    request.own = Own(facilitator, request.user.memberships.exists())
    return facilitator


def address_of(user: User) -> str | None:
    """Return where a facilitator goes once signed in, or None for anybody else."""
    found = Facilitator.objects.filter(user=user).exists()
    return reverse("facilitators:own") if found else None


places.place(address_of)
own_page("Home", "facilitators:own", 10)
own_page("Accreditations", "facilitators:accreditations", 40)
