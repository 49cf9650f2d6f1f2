"""The report of staff, counted at most every ten minutes: it reads most of what there is."""

from datetime import datetime
from typing import NamedTuple

from django.core.cache import cache
from django.utils import timezone

from workshops.reports.of_staff import ON_THE_PAGE, Asked
from workshops.reports.tables import Table

SECONDS = 600


class Counted(NamedTuple):
    """The tables of a page, and when they were counted."""

    at: datetime
    tables: dict[str, Table]


def on_the_page(asked: Asked) -> Counted:
    """Return all tables of the page, by slug; some may be up to ten minutes old."""
    return cache.get_or_set(_key(asked), lambda: _count(asked), SECONDS)


def _count(asked):
    return Counted(timezone.now(), {slug: make(asked) for slug, make in ON_THE_PAGE.items()})


def _key(asked):
    named = [record.pk if record else "" for record in (asked.year, asked.course, asked.partner)]
    return f"workshops-report-{asked.state}-{'-'.join(map(str, named))}"
