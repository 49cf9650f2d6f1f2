"""What higher floors may use of facilitators, and what they add to a facilitator's pages.

Apps above this one import from here, from `models` and from `actions` only.
"""

from collections.abc import Callable

from facilitators.acting import facilitator_of, own_page
from facilitators.calendars import calendar_entries

__all__ = ["calendar_entries", "facilitator_of", "own_page", "own_parts"]

_parts: list[Callable] = []


def _added(function):
    if function not in _parts:
        _parts.append(function)
    return function


# (facilitator, on) -> parts of a facilitator's home, each (heading, template, context)
own_parts: Callable = _added


def parts_of(facilitator, on):
    """Return what the apps above show on a facilitator's home."""
    return [find(facilitator, on) for find in _parts]
