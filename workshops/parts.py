"""The pages of workshops in the portal, put together: each family of them adds what it knows."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from applications.registry import Acting
from workshops.models import Workshop


class Seen(NamedTuple):
    """A workshop as somebody of its partner, or of staff, looks at it on a day."""

    workshop: Workshop
    acting: Acting
    on: date

    @property
    def may_manage(self):
        return self.acting.may_manage


class Part(NamedTuple):
    """A section of a workshop's page: its heading, and the template of what stands below it, which
    reads its context, and `workshop`, `partner` and `request` of the page."""

    heading: str
    template: str
    context: dict
    name: str  # what an address leads to: workshops/7/#staffing


class Way(NamedTuple):
    """What a manager can begin on the list of workshops."""

    label: str  # begins with a verb
    url_name: str  # takes the partner's key
    more: str


_parts: dict[Callable, int] = {}
_ways: dict[Way, int] = {}


def part_of_workshop(position: int) -> Callable[[Callable], Callable]:
    """Decorate a function (seen) -> Part of a workshop's page, or None; its queries must not grow
    with its rows. Those with the lowest position stand first."""

    def register(function):
        _parts[function] = position
        return function

    return register


def parts_of(seen: Seen) -> list[Part]:
    """Return the sections of a workshop's page that have something to say."""
    found = [find(seen) for find in sorted(_parts, key=_parts.get)]
    return [part for part in found if part]


def way_to_plan(label: str, url_name: str, position: int, more: str = "") -> None:
    """Add something that managers can begin on the list of workshops; the first is the main one."""
    _ways[Way(label, url_name, more)] = position


def ways_to_plan() -> list[Way]:
    return sorted(_ways, key=_ways.get)
