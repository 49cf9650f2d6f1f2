"""What waits at the partners that a page or job looks at: events, requests, payments, funding.

It is one query for all of it, planned community events among them: read it by
`look.once(waiting)`. It names no amounts, for next steps are read by every member.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from applications.models import Partner, Requirement
from applications.registry import Look
from plp.core.money import from_cents, to_cent
from workshops.models import CommunityEvent, Payable, Reimbursement
from workshops.money.rows import rows_of


class Event(NamedTuple):
    """A community event that is planned, or completed so lately that its costs can be claimed and
    are not."""

    partner: int
    key: int
    kind: str
    status: str
    title: str
    place: str
    first_day: date
    last_day: date
    claim_within: int  # days after its last day

    @property
    def is_planned(self):
        return self.status == CommunityEvent.Status.PLANNED

    @property
    def label(self):
        return CommunityEvent.Kind(self.kind).label

    @property
    def claim_by(self):
        """The last day on which its costs can be claimed."""
        return self.last_day + timedelta(days=self.claim_within)


class Request(NamedTuple):
    """A request for reimbursement that is not sent yet, or was returned."""

    partner: int
    key: int
    kind: str
    status: str
    about: str  # the course, the event or what it is for
    word: str  # of staff, who returned it

    @property
    def is_returned(self):
        return self.status == Reimbursement.Status.RETURNED


class Owed(NamedTuple):
    """A payment that is not paid yet."""

    partner: int
    key: int
    kind: str
    status: str
    payee: str
    due_on: date

    @property
    def is_to_approve(self):
        return self.status == Payable.Status.PROPOSED


class Objected(NamedTuple):
    """A line that its payee finds not right, while nobody has answered."""

    partner: int
    key: int
    payable: int
    payee: str


class Group(NamedTuple):
    """A teacher group with completed workshop days, for which no request is begun."""

    partner: int
    key: int
    course: str
    days: int  # whole days that are completed, at most as many as there are parts
    claimed: int  # parts that were asked for
    last_day: date  # the last completed day

    @property
    def is_to_claim(self):
        return self.days > self.claimed


class Target(NamedTuple):
    """How much other funding a partner should have found for a year, and by when."""

    partner: int
    key: int
    percent: int
    of_year: int  # in which calendar year that school year begins
    by: date
    need: Decimal | None  # what the year costs, as the partner reckons; None: it has not said
    found: Decimal
    school_year: int | None = None  # its key; None: it is not opened yet

    @property
    def year(self):
        """The school year in words: 2018–19."""
        return f"{self.of_year}–{(self.of_year + 1) % 100:02}"

    @property
    def waits_for_us(self):
        """Whether the partner cannot say yet what the year costs: nobody has opened it."""
        return self.need is None and self.school_year is None

    @property
    def asked(self):
        """How much should be found; None where the partner has not said what the year costs."""
        return None if self.need is None else to_cent(self.need * self.percent / 100)

    @property
    def missing(self):
        return max((self.asked or Decimal(0)) - self.found, Decimal(0))

    @property
    def is_met(self):
        return self.need is not None and self.found * 100 >= self.need * self.percent


class Waiting(NamedTuple):
    """What waits at some partners, each in order of its days."""

    events: list[Event]
    requests: list[Request]
    payments: list[Owed]
    objections: list[Objected]
    groups: list[Group]
    targets: list[Target]


def waiting(look: Look) -> Waiting:
    """Return what waits at partners that are active, on the day they are looked at."""
    found = defaultdict(list)
    for row in rows_of(look.active, look.on):
        found[row["row"]].append(row)
    return Waiting(
        _in_order((_event(row) for row in found["event"]), "first_day"),
        _in_order((_request(row) for row in found["request"]), "key"),
        _in_order((_owed(row) for row in found["payable"]), "due_on"),
        _in_order((_objected(row) for row in found["objection"]), "key"),
        _in_order(_groups(look, found["group"]), "last_day"),
        _in_order(_targets(found), "by"),
    )


def targets_of(partners: Iterable[Partner], on: date) -> list[Target]:
    """Return the targets for other funding alone, in one query."""
    found = defaultdict(list)
    for row in rows_of(partners, on, "target", "need", "other"):
        found[row["row"]].append(row)
    return _in_order(_targets(found), "by")


def _in_order(found, field):
    return sorted(found, key=lambda each: (getattr(each, field), each.key))


def _event(row):
    names = ["of", "key", "kind_of", "stands", "name", "words", "first", "last", "a"]
    return Event(*(row[name] for name in names))


def _request(row):
    names = ["of", "key", "kind_of", "stands", "name", "words"]
    return Request(*(row[name] for name in names))


def _owed(row):
    return Owed(*(row[name] for name in ["of", "key", "kind_of", "stands", "name", "last"]))


def _objected(row):
    return Objected(*(row[name] for name in ["of", "key", "a", "name"]))


def _groups(look, rows) -> Iterator[Group]:
    """Those of which it is known in how many parts they are paid."""
    required = _days_required(look) if rows else {}
    for row in rows:
        asked = required.get((row["of"], row["school_year_of"], row["course_of"]))
        is_waived = asked and asked.waived_because
        if parts := not is_waived and (row["c"] or ceil((asked and asked.number) or 0)):
            days = min(row["a"] // 2, parts)  # read in halves
            yield Group(row["of"], row["key"], row["name"], days, row["b"], row["last"])


def _days_required(look):
    """Return {(partner, school year, course): the workshop days that it is asked for}."""
    kind = Requirement.Kind.WORKSHOP_DAYS
    return {_course_of(line.row): line.row for line in look.lines if line.kind == kind}


def _course_of(row):
    year = row.partner_year
    return year.partner_id, year.program_year.school_year_id, row.requirement.course_id


def _targets(found) -> Iterator[Target]:
    needs = {(row["of"], row["a"]): from_cents(row["b"]) for row in found["need"]}
    others = defaultdict(Decimal)
    for row in found["other"]:
        others[row["of"], row["a"]] += from_cents(row["b"])
    for row in found["target"]:
        of = row["of"], row["b"]
        yield Target(
            row["of"],
            row["key"],
            row["a"],
            row["b"],
            row["last"],
            needs.get(of),
            others[of],
            row["c"],
        )
