"""A facilitator's own pages: whose they are, and where their navigation leads."""

from typing import NamedTuple

from django.db.models import Exists
from django.http import Http404, HttpRequest

from facilitators.models import Facilitator
from plp.core import places

HOME = "facilitators:own"


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
    elsewhere: list[places.Place]  # what else is theirs, such as partners

    @property
    def pages(self):
        return PAGES


def facilitator_of(request: HttpRequest) -> Facilitator:
    """Return the facilitator who asks for a page of their own. Raises Http404 for anybody else."""
    found = Facilitator.objects.filter(user=request.user).select_related("user")
    facilitator = places.with_places(found, "user_id").first()
    if facilitator is None:
        raise Http404("You are no facilitator.")
    request.own = Own(facilitator, places.elsewhere(facilitator, HOME))
    return facilitator


places.place(
    "Your pages as a facilitator",
    HOME,
    lambda user: Exists(Facilitator.objects.filter(user=user).order_by()),
)
own_page("Home", HOME, 10)
own_page("Accreditations", "facilitators:accreditations", 40)
