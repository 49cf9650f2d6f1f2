"""What changed between a request for changes and the next, or today: old beside new."""

import re
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from applications import sent
from applications.models import Answer, Application, ChangeRequest
from applications.models.questions import Section
from plp.core.pdf import Part

MOST_WORDS = 4_000  # of a text of which the words are compared one by one


class Changed(NamedTuple):
    """One row of a section that is not as it was; a text that is None was not there."""

    section: str
    label: str
    before: str | None
    now: str | None

    @property
    def what(self):
        if self.before is None:
            return "New"
        return "Gone" if self.now is None else "Changed"

    @property
    def before_in_pieces(self) -> list[tuple[str, bool]]:
        return _pieces(self.before, self.now)

    @property
    def now_in_pieces(self) -> list[tuple[str, bool]]:
        return _pieces(self.now, self.before)


class Marked(NamedTuple):
    """A row of an application as it is, and the request since which it says so."""

    label: str
    text: str
    since: ChangeRequest | None


class Shown(NamedTuple):
    """A request that was answered, and what changed; None where that was not kept."""

    request: ChangeRequest
    rows: list[Changed] | None


def as_it_is(application: Application, sections: Iterable[str]) -> dict[str, list[dict]]:
    """Return {section: rows} to be kept: each row with what reviewers may read of it, or None."""
    everything, opened = _texts(application, also_private=True), _texts(application)
    return {
        slug: _beside(everything.get(slug, []), opened.get(slug, []))
        for slug in sections
        if slug in everything
    }


def _texts(application, *, also_private=False):
    return _by_section(sent.parts(application, also_private=also_private))


def _by_section(parts):
    by_label = {section.label: section.value for section in Section}
    return {by_label[part.title]: [(row.label, row.text) for row in part.rows] for part in parts}


def _beside(everything, opened):
    """Put what reviewers read beside each row: they read the same rows, less the private ones."""
    left = list(opened)
    return [
        {
            "label": label,
            "text": text,
            "open": left.pop(0)[1] if left and left[0][0] == label else None,
        }
        for label, text in everything
    ]


def shown(application: Application, parts: Iterable[Part], *, also_private: bool) -> list[Shown]:
    """Return the requests that were answered, the latest first, as a person may read them.

    `parts` are the sections as this person reads them now, without the files.
    """
    requests = list(application.change_requests.all())
    if not any(request.answered_at for request in requests):
        return []
    kept = _Kept(application, also_private)
    later = _now(application, parts)
    found = []
    for request in reversed(requests):
        before = None if request.before is None else kept.of(request)
        if request.answered_at:
            rows = None if before is None else _all_changed(request, before, later)
            found.append(Shown(request, rows))
        later |= before or {}
    return found


def _now(application, parts):
    now = _by_section(parts)
    files = [(row.label, row.text) for row in sent.files(application)]
    return now | {Section.EXPERIENCE.value: [*now.get(Section.EXPERIENCE, []), *files]}


class _Kept:
    """What sections said, as {section: [(label, text)]}, without what one may not read."""

    def __init__(self, application, also_private):
        self.text, self.hidden = "text" if also_private else "open", set()
        if not also_private:
            private = Answer.objects.filter(question__reviewers_may_see=False)
            asked = private.filter(application=application).values_list("asked", flat=True)
            self.hidden = {*asked}

    def of(self, request):
        return {
            slug: [
                (row["label"], row[self.text])
                for row in rows
                if row[self.text] is not None and row["label"] not in self.hidden
            ]
            for slug, rows in request.before.items()
        }


def marks(parts: Iterable[Part], changes: Iterable[Shown]) -> list[Part]:
    """Return the sections of an application with a mark on each row that changed and stands."""
    since = {
        (row.section, row.label, row.now): request
        for request, rows in reversed(list(changes))
        for row in rows or []
    }
    return [
        Part(part.title, [Marked(*row, since.get((part.title, *row))) for row in part.rows])
        for part in parts
    ]


def _all_changed(request, before, later):
    return [
        row
        for slug in request.sections
        for row in _changed(Section(slug).label, before.get(slug, []), later.get(slug, []))
    ]


def _changed(section, before, now):
    """Yield the rows that differ; rows of one name, as districts are, are told apart by order."""
    rows = defaultdict(lambda: ([], []))
    for side, said in enumerate([before, now]):
        for label, text in said:
            rows[label][side].append(text)
    for label, (old, new) in rows.items():
        for what, *at in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if what != "equal":
                for pair in zip_longest(old[at[0] : at[1]], new[at[2] : at[3]]):
                    yield Changed(section, label, *pair)


def _pieces(text, other):
    """Return a text in pieces, each with whether the other text has the same words there."""
    mine, others = re.findall(r"\s*\S+\s*", text or ""), re.findall(r"\S+", other or "")
    if max(len(mine), len(others)) > MOST_WORDS:
        return [(text, False)]
    words = SequenceMatcher(None, [word.strip() for word in mine], others, autojunk=False)
    return [
        ("".join(mine[start:end]), what == "equal")
        for what, start, end, *_ in words.get_opcodes()
        if start < end
    ]
