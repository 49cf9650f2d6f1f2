"""Where people go once they are signed in: each app says it of those it knows."""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.urls import reverse

from plp.core.models import User


class Place(NamedTuple):
    """The pages that are somebody's own in one app."""

    label: str  # of a link that leads there: "Your partners"
    url_name: str
    of: Callable[[OuterRef], Exists]  # whether the user of a key has any

    @property
    def url(self):
        return reverse(self.url_name)


_places: list[Place] = []


def place(label: str, url_name: str, of: Callable[[OuterRef], Exists]) -> None:
    """Register where an app leads its people to; who has several such places chooses."""
    made = Place(label, url_name, of)
    if made not in _places:
        _places.append(made)


def with_places(rows: QuerySet, user: str) -> QuerySet:
    """Annotate rows with the places that the user has whose key the column holds."""
    return rows.annotate(
        **{f"place_{n}": each.of(OuterRef(user)) for n, each in enumerate(_places)}
    )


def places_on(row: Model) -> list[Place]:
    """Return the places that a row was annotated with."""
    return [each for n, each in enumerate(_places) if getattr(row, f"place_{n}")]


def places_of(user: User) -> list[Place]:
    """Return all places that are a person's own."""
    return places_on(with_places(User.objects.filter(pk=user.pk), "pk").get())


def elsewhere(row: Model, here: str) -> list[Place]:
    """Return the places that a row was annotated with, but for the one whose pages are read."""
    return [each for each in places_on(row) if each.url_name != here]
