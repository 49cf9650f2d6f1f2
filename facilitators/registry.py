"""What higher floors may use of facilitators, and what they add to a facilitator's pages: what
somebody leads and is paid is known only there, so it comes to their home and calendar by these.

Apps above this one import from here, from `models` and from `actions` only.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from facilitators.acting import facilitator_of, own_page
from facilitators.calendars import calendar_entries
from facilitators.finding import Place, accredited, at_region, at_zip, nearest, whole
from facilitators.forms.fields import DayField, ZipField, side_by_side
from facilitators.models import Contract, Facilitator
from facilitators.needed import needs_facilitator

__all__ = [
    "DayField",
    "Part",
    "Place",
    "ZipField",
    "accredited",
    "at_region",
    "at_zip",
    "calendar_entries",
    "contract_changed",
    "facilitator_of",
    "nearest",
    "needs_facilitator",
    "own_page",
    "own_parts",
    "side_by_side",
    "whole",
]


class Part(NamedTuple):
    """A part of a facilitator's home: its heading, and the template of what stands below it, which
    reads its context alone."""

    heading: str
    template: str
    context: dict

    @property
    def name(self):
        """What the heading is found by on the page."""
        return self.heading.lower().replace(" ", "-")


_parts: list[Callable] = []
_follow: list[Callable] = []


def contract_changed(function: Callable) -> Callable:
    """Decorate a function (contract) that is called in the transaction in which a contract comes
    into force, maybe instead of another, or ends early; partner and facilitator are locked."""
    if function not in _follow:
        _follow.append(function)
    return function


def follow(contract: Contract) -> None:
    """Do what the apps above do when a contract has changed."""
    for function in _follow:
        function(contract)


def own_parts(function: Callable) -> Callable:
    """Decorate a function (facilitator, on) -> Parts of a facilitator's home, in its order; its
    queries must not grow with its rows."""
    if function not in _parts:
        _parts.append(function)
    return function


def parts_of(facilitator: Facilitator, on: date) -> list[Part]:
    """Return what the apps above show on a facilitator's home."""
    return [part for find in _parts for part in find(facilitator, on)]
