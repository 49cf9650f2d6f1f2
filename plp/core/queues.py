"""Queues of work on the admin's first page: what waits in each, the oldest first, and what closes.

An app registers its own in a module `queues`, as it does its jobs and its kinds of mail.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, DateTimeField, F, Model, QuerySet, TextField, Value, Window
from django.db.models.functions import Cast, RowNumber
from django.urls import reverse

from plp.core import days

QUEUES: dict[str, "Queue"] = {}
CLOSINGS: list[tuple[str, Callable]] = []
HIDING: dict[type[Model], Callable] = {}

OLDEST = 3  # records of each queue that are named
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Queue:
    """Records that wait for somebody. Its count and its list come from the same `narrow`."""

    slug: str
    name: str
    narrow: Callable[[QuerySet], QuerySet]
    model: type[Model]
    called: str  # the field that names a record, also across relations
    since: object  # the moment since when it waits; with `is_due`, the day on which its time is up
    at: object = field(default_factory=lambda: Value(""))  # what stands beside the name: a place
    position: int = 50  # on the page, from 1
    look: str = ""  # the name of its color and icon, as a status has
    empty: str = "Nothing waits."
    is_due: bool = False
    listed: dict = field(default_factory=dict)  # filters of its list, where it has one of its own
    of: str = ""  # the field that names a person, where the queue is one's own
    leads: str = "pk"  # to the record whose page one goes on with,
    opens: str = ""  # and the name of that page, if it is not the record's own
    may: str = ""  # the permission of who works it off, if it is not for all who see its records

    @property
    def permission(self):
        if self.may:
            return self.may
        meta = self.model._meta
        return f"{meta.app_label}.view_{meta.model_name}"

    @property
    def address(self):
        """Where exactly these records are listed."""
        return _page(self.model, "changelist", query=self.listed or {"queue": self.slug})

    def rows(self, user):
        """Return its oldest records, each with how many there are in all: for one UNION with the
        other queues'."""
        place = Window(RowNumber(), order_by=[F("q_since").asc(), F("pk").asc()])
        rows = there_for(user, self.model._default_manager.all())
        return (
            self.narrow(rows.filter(**{self.of: user}) if self.of else rows)
            .order_by()
            .annotate(
                q_key=F(self.leads),
                q_slug=Value(self.slug),
                q_called=Cast(self.called, TextField()),
                q_at=Cast(self.at, TextField()),
                q_since=Cast(self.since, DateTimeField()),
                q_total=Window(Count("pk")),
                q_place=place,
            )
            .filter(q_place__lte=OLDEST)
            .values_list("q_slug", "q_key", "q_called", "q_at", "q_since", "q_total", "q_place")
        )


class Waiting(NamedTuple):
    """One record in a queue."""

    queue: Queue
    key: int
    called: str
    at: str
    since: datetime
    on: date

    @property
    def address(self):
        """Its page, which knows the queue that one came from."""
        if self.queue.opens:
            return reverse(f"admin:{self.queue.opens}", args=[self.key])
        query = {"_changelist_filters": self.queue.address.partition("?")[2]}
        return _page(self.queue.model, "change", args=[self.key], query=query)

    @property
    def when(self):
        """How long it waits, or how long it has left."""
        if self.queue.is_due:
            return days.ahead(self.since.date(), self.on)
        return days.waiting(self.since, self.on)

    @property
    def is_late(self):
        return self.queue.is_due and self.since.date() <= self.on + timedelta(days=2)


class Shown(NamedTuple):
    """A queue as a person sees it: how many wait in it, and the oldest."""

    queue: Queue
    total: int
    oldest: list[Waiting]

    @property
    def in_words(self):
        if not self.oldest:
            return self.queue.empty
        return f"{'next' if self.queue.is_due else 'oldest waits'} {self.oldest[0].when}"


class Closing(NamedTuple):
    """Something that ends or happens on a day, and where to read more."""

    day: date
    what: str
    address: str


def queue(slug: str, name: str, **more) -> Callable:
    """Register a function that narrows a QuerySet of `model` to what waits in a queue."""

    def register(narrow):
        QUEUES[slug] = Queue(slug, name, narrow, **more)
        return narrow

    return register


def closing(permission: str) -> Callable:
    """Register a function of two days and a person, returning the Closings from the one to the
    other."""

    def register(find):
        CLOSINGS.append((permission, find))
        return find

    return register


def hides(model: type[Model], hide: Callable) -> None:
    """Register a function of a QuerySet and a person: it leaves out what is not there for them."""
    HIDING[model] = hide


def there_for(user, rows: QuerySet) -> QuerySet:
    """Return the rows that are there for a person, whatever they may do with them."""
    hide = HIDING.get(rows.model)
    return hide(rows, user) if hide else rows


def of_model(model: type[Model]) -> list[Queue]:
    """Return the queues that the list of a model can be narrowed to."""
    return [queue for queue in QUEUES.values() if queue.model is model and not queue.listed]


def seen_by(user, on: date) -> list[Shown]:
    """Return the queues that a person may see, in one query, however many there are."""
    by_position = sorted(QUEUES.values(), key=lambda queue: queue.position)
    mine = {queue.slug: queue for queue in by_position if user.has_perm(queue.permission)}
    total, oldest = dict.fromkeys(mine, 0), {slug: [] for slug in mine}
    for slug, key, called, at, since, number, _ in sorted(
        _all_rows(mine.values(), user), key=_place
    ):
        total[slug] = number
        oldest[slug].append(Waiting(mine[slug], key, called, at, since, on))
    return [Shown(queue, total[slug], oldest[slug]) for slug, queue in mine.items()]


def _all_rows(queues: Iterable[Queue], user):
    first, *others = [queue.rows(user) for queue in queues] or [None]
    return first.union(*others, all=True) if others else first or []


def _place(row):
    return row[-1]


def closing_soon(user, on: date) -> list[Closing]:
    """Return what closes within a month that a person may see, the next first."""
    found = [
        find(on, on + SOON, user) for permission, find in CLOSINGS if user.has_perm(permission)
    ]
    return sorted((one for some in found for one in some), key=lambda one: one.day)


def _page(model, name, **where):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", **where)
