"""Which kinds of records hold something of a person: each app says how to find and erase it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.validators import EmailValidator
from django.db import models
from django.db.models.fields.files import FieldFile

ERASED = "[erased]"
NOWHERE = "@erased.invalid"  # no mail ever reaches a name that ends in .invalid (RFC 2606)


class Fate(StrEnum):
    """What erasing a person does to a record."""

    DELETED = "deleted"
    BLANKED = "blanked"
    STAYS = "stays"


@dataclass
class Row:
    """A record that holds something of a person: what it says of them, and what becomes of it."""

    record: models.Model
    title: str
    says: dict[str, str]
    fate: Fate
    why: str
    names: set[str] = field(default_factory=set)  # what the record calls the person
    numbers: set[str] = field(default_factory=set)  # their phone numbers
    files: list[tuple[str, FieldFile]] = field(default_factory=list)


@dataclass(frozen=True)
class StandIn:
    """What stands where an erased person was named; no two persons have the same address."""

    number: int
    name: str = ERASED

    @property
    def email(self) -> str:
        return f"erased-{self.number}{NOWHERE}"


@dataclass(frozen=True)
class Kind:
    """One kind of record that holds people's data."""

    title: str
    find: Callable[[str], Iterable[Row]]
    erase: Callable[[str, StandIn], None]
    is_last: bool = False


KINDS: dict[str, Kind] = {}
_objectors: list[Callable[[str, models.Model], Iterable[str]]] = []


def holds(title: str, *, find, erase, is_last: bool = False) -> None:
    """Register a kind: `find(email)` returns its Rows, `erase(email, stand_in)` erases them.

    One that others are found by is erased last.

    What `erase` leaves of the address, names and phone numbers, in whatever text of whatever
    record, is blanked after it. It is called in a transaction.
    """
    KINDS[title] = Kind(title, find, erase, is_last)


def objections(say: Callable) -> Callable:
    """Decorate a function of an address and a user: sentences why they cannot erase it now."""
    _objectors.append(say)
    return say


def objections_to(email: str, by) -> list[str]:
    return [sentence for say in _objectors for sentence in say(email, by)]


def as_address(text: str) -> str:
    """Return an address as it is compared. Raises ValidationError if it is none."""
    text = text.strip().lower()
    EmailValidator()(text)
    return text


def is_nowhere(email: str) -> bool:
    """Whether an address stands in for that of a person who was erased."""
    return email.endswith(NOWHERE)
