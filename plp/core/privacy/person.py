"""A person, known by an e-mail address: what is held, their export, their erasure."""

import hashlib
import json
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.utils import timezone

from plp.core import days, files, pages
from plp.core.models import Erasure
from plp.core.privacy.registry import KINDS, Fate, Row, StandIn, objections_to
from plp.core.privacy.sweep import Words, find, full_names, sweep
from plp.core.workflow import TransitionError

ELSEWHERE = "Named elsewhere"
IN_MEMORY = 5_000_000  # bytes of an export; a larger one goes to a temporary file
CHUNK = 65_536


@dataclass
class Section:
    """All records of one kind that hold something of a person."""

    title: str
    rows: list[Row]

    @property
    def fates(self):
        return Counter(row.fate for row in self.rows)


class Person:
    """Whoever an address belongs to, and all that is held of them, read once."""

    def __init__(self, email: str):
        self.email = email

    @cached_property
    def sections(self) -> list[Section]:
        """What is held, by kind; kinds that hold nothing are left out."""
        found = [Section(kind.title, list(kind.find(self.email))) for kind in KINDS.values()]
        return [section for section in found if section.rows]

    @property
    def rows(self) -> list[Row]:
        return [row for section in self.sections for row in section.rows]

    @property
    def names(self) -> list[str]:
        """What the person is called in full."""
        return full_names(name for row in self.rows for name in row.names)

    def words(self, names: Iterable[str]) -> Words:
        return Words(self.email, names, {n for row in self.rows for n in row.numbers})

    def elsewhere(self, names: Iterable[str]) -> dict[str, int]:
        """Return how many other records name the person, by what they are called."""
        known = {(type(row.record), row.record.pk) for row in self.rows}
        others = (f for f in find(self.words(names), StandIn(0)) if (f.model, f.key) not in known)
        # A template would ask a Counter for its number of "items".
        return dict(Counter(_plural(f.model) for f in others))

    def erased_before(self) -> list[Erasure]:
        return list(Erasure.objects.filter(digest=Erasure.digest_of(self.email)))

    def mark(self) -> str:
        """Return a digest of what erasing would do, to tell whether it is still what was shown."""
        plan = [(s.title, r.title, r.fate, r.says) for s in self.sections for r in s.rows]
        return hashlib.sha256(repr(plan).encode()).hexdigest()


def _plural(model):
    """Return what records are called; those of a history after what they are the history of."""
    of = getattr(model, "instance_type", None)
    return f"history of {_plural(of)}" if of else str(model._meta.verbose_name_plural)


def export(person: Person) -> Iterator[bytes]:
    """Yield a ZIP of all that is held of a person: as data, to read, and their files."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as into:
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
            _write(person, archive)
        into.seek(0)
        while chunk := into.read(CHUNK):
            yield chunk


def _write(person, archive):
    archive.writestr("person.json", json.dumps(_as_data(person), indent=2, ensure_ascii=False))
    archive.writestr("person.txt", _to_read(person))
    attached = [file for row in person.rows for file in row.files]
    for number, (name, file) in enumerate(attached, start=1):
        if file.storage.exists(file.name):
            with file.storage.open(file.name) as source:
                archive.writestr(f"files/{number}-{files.clean_name(name)}", source.read())


def _as_data(person):
    return {
        "e-mail": person.email,
        "as of": timezone.now().isoformat(timespec="seconds"),
        "held": {
            section.title: [{"what": row.title, **row.says} for row in section.rows]
            for section in person.sections
        },
        "named elsewhere, in so many": person.elsewhere(person.names),
    }


def _to_read(person):
    lines = [
        f"What is held of {person.email}",
        f"As of {days.moment_in_words(timezone.now())}",
    ]
    for section in person.sections:
        lines += ["", section.title, "=" * len(section.title)]
        for row in section.rows:
            lines += ["", row.title, *(f"  {label}: {text}" for label, text in row.says.items())]
            lines += [f"  File: {name}" for name, _ in row.files]
    for what, number in sorted(person.elsewhere(person.names).items()):
        lines += ["", f"{ELSEWHERE}: {number} {what}"]
    return "\n".join([*lines, ""])


@transaction.atomic
def erase(person: Person, *, by, names: Iterable[str]) -> Erasure:
    """Erase a person, with the names that staff have said are theirs alone.

    Raises TransitionError where somebody or something stands against it; nothing is erased then.
    """
    if objections := objections_to(person.email, by):
        raise TransitionError(" ".join(objections))
    words = person.words(names)
    made = Erasure.objects.create(by=by, digest=Erasure.digest_of(person.email))
    stand_in = StandIn(made.pk)
    made.counts = _counts(person, names)
    made.save(update_fields=["counts"])
    for kind in sorted(KINDS.values(), key=lambda kind: kind.is_last):
        kind.erase(person.email, stand_in)
    sweep(words, stand_in)
    pages.changed()
    return made


def _counts(person, names):
    counts = {
        f"{section.title}, {fate}": number
        for section in person.sections
        for fate, number in section.fates.items()
        if fate != Fate.STAYS
    }
    elsewhere = sum(person.elsewhere(names).values())
    return counts | ({f"{ELSEWHERE}, {Fate.BLANKED}": elsewhere} if elsewhere else {})
