"""What a teacher group brings its partner: each line, each step, and why not where it does not."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from applications.models import FundingTerms
from applications.models.funding import due_by
from plp.core import days
from plp.core.money import dollars
from plp.core.texts import counted
from workshops.models import Cohort, Reimbursement, ReimbursementLine
from workshops.money.records import Day, Funded, Known, known_of

Kind = ReimbursementLine.Kind
ZERO = Decimal(0)

URBAN_UNKNOWN = (
    "Our staff have not decided yet whether you are an urban partner. Until they have, nothing can "
    "be sent; the figures here are those of a partner that is not urban."
)
NO_YEAR = "You have no year in the program for the school year of this group."
NO_TERMS = "There are no funding terms for these days yet."
WAIVED = "The workshop days for this group are waived, so it brings no funding."
NOT_ASKED = "No workshop days are asked of you for this group, so it brings no funding."
NO_DAY = "No whole workshop day of this group is completed yet."
NOTHING = "There is nothing to ask for now: what the group brings by today is asked for already."


class Line(NamedTuple):
    """One amount of a request; records by their keys."""

    kind: str
    text: str
    amount: Decimal
    part: int | None = None
    session: int | None = None
    workshop: int | None = None
    terms: int | None = None


class Working(NamedTuple):
    """How the whole of a group is worked out under some terms; the last step is the sum."""

    terms: FundingTerms
    steps: list

    @property
    def sum(self):
        return self.steps[-1].amount


class Claim(NamedTuple):
    """What a partner can ask for a group on a day; the lines add up to `total`."""

    known: Known
    parts: int | None  # in how many parts the whole is paid; None where that is not known
    completed: list[Day]  # the day that completed each part, of those that are completed
    workings: list[Working]  # by the terms of the parts, in order; the last is what counts now
    lines: list[Line]
    difference: Decimal  # how much of what was asked for has changed since
    obstacles: list[str]  # sentences on why nothing can be sent
    remarks: list[str]  # sentences on why it is what it is

    @property
    def funded(self) -> list[Funded]:
        return self.known.funded

    @property
    def urban(self):
        return self.known.year.urban if self.known.year else ""

    @property
    def total(self):
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def to_give_back(self):
        return max(-self.total, ZERO)

    @property
    def whole(self):
        """What the group brings in all its parts, as far as is known today."""
        return self.workings[-1].sum if self.workings else ZERO

    @property
    def steps(self) -> list[list]:
        """How the whole was worked out, as it is kept with a request: [words, cents] each."""
        rows = []
        for working in self.workings:
            under = f"{working.terms}: " if len(self.workings) > 1 else ""
            rows += [[f"{under}{step.words}", int(step.amount * 100)] for step in working.steps]
        return rows

    @property
    def kind(self):
        """What a request for it would be: an adjustment where no new part is completed."""
        has_part = any(line.kind == Kind.PART for line in self.lines)
        is_change = self.lines and not has_part
        return Reimbursement.Kind.ADJUSTMENT if is_change else Reimbursement.Kind.COHORT


def claim_of(cohort: Cohort, on: date) -> Claim:
    """Return what can be asked for a group on a day: seven queries at most."""
    return claims_of([cohort], on)[cohort.pk]


def claims_of(cohorts: Iterable[Cohort], on: date) -> dict[int, Claim]:
    """Return {key of a group: what can be asked for it}, in as many queries as for one."""
    return {key: work_out(known) for key, known in known_of(cohorts, on).items()}


def difference_of(cohort: Cohort, on: date) -> Decimal:
    """Return by how much what was asked for would be more now, or less; 0 where nothing is."""
    return claim_of(cohort, on).difference


def work_out(known: Known) -> Claim:
    """Return the claim that follows from what is known.

    The lines always add up to what is due for the completed parts, less what was asked for.
    Source: DESIGN, section 4: part k is the sum as of that day × k/n, less the parts before.
    """
    first = known.first_terms
    parts = (first and known.parts_under(first)) or None
    completed = _whole_days(known.days, parts or 0)
    terms = [known.terms_on(day.day) for day in completed]
    if parts is None or None in terms:
        return Claim(known, parts, completed, [], [], ZERO, _obstacles(known, terms), [])
    workings = _workings(known, terms or [known.terms_on(known.on)])
    due = _Due(parts, completed, [workings[row.pk] for row in terms])
    lines, difference = _lines(known, due)
    workings = list(workings.values())
    remarks = _too_few(known, workings[-1].terms)
    obstacles = _obstacles(known, terms)
    if not sum(line.amount for line in lines):
        lines = []
        why = remarks if remarks and not known.claimed else [NOTHING]
        obstacles = obstacles or why
    return Claim(known, parts, completed, workings, lines, difference, obstacles, remarks)


def _whole_days(done, most):
    """Return the day, or half day, by which each whole day was completed, at most so many."""
    found, worth = [], ZERO
    for day in done:
        worth += day.worth
        if len(found) < min(int(worth), most):
            found.append(day)
    return found


def _workings(known, rows):
    """Return {key of terms: how the whole is worked out under them}, in order."""
    number = len(known.funded)
    return {row.pk: Working(row, row.steps_for(number, urban=known.is_urban)) for row in rows}


class _Due(NamedTuple):
    """What is due once each part is completed."""

    parts: int
    completed: list[Day]
    workings: list[Working]  # that of each completed part

    def whole(self, part):
        return self.workings[part - 1].sum if part else ZERO

    def by(self, part):
        """Return what is due for this part and those before it."""
        return due_by(self.whole(part), part, self.parts)


def _lines(known, due):
    """Return the lines, and the difference in what was asked for."""
    last = min(known.parts_claimed, len(due.completed))
    difference = due.by(last) - known.claimed
    lines = [_correction(known, due, last, difference)] if difference else []
    lines += [_part(due, part) for part in range(last + 1, len(due.completed) + 1)]
    return lines, difference


def _correction(known, due, last, difference):
    asked = f"{dollars(known.claimed)} asked for before"
    if not last:
        return Line(Kind.CORRECTION, f"Correction: no part is due, less {asked}", difference)
    parts = "part 1" if last == 1 else f"parts 1 to {last}"
    text = f"Correction of {parts}: {_share(due, last)}, less {asked}"
    return Line(Kind.CORRECTION, text, difference, terms=due.workings[last - 1].terms.pk)


def _part(due, part):
    day = due.completed[part - 1]
    text = f"Part {part} of {due.parts}, workshop day of {days.in_words(day.day)}: "
    text += _share(due, part)
    if before := due.by(part - 1):
        text += f", less {dollars(before)} for what came before"
    amount = due.by(part) - due.by(part - 1)
    terms = due.workings[part - 1].terms.pk
    return Line(Kind.PART, text, amount, part, day.session, day.workshop, terms)


def _share(due, part):
    whole = dollars(due.whole(part))
    return f"all of {whole}" if part == due.parts else f"{part}/{due.parts} of {whole}"


def why_nothing(known: Known, terms: FundingTerms | None) -> str:
    """Say why nobody can say what a group brings under some terms, or nothing."""
    if known.year is None:
        return NO_YEAR
    if terms is None:
        return NO_TERMS
    if known.is_waived:
        return WAIVED
    return "" if known.parts_under(terms) else NOT_ASKED


def _obstacles(known, terms):
    """`terms` are those of the completed days, None where a day has none."""
    if why := why_nothing(known, None if None in terms else known.first_terms):
        return [why]
    urban = [URBAN_UNKNOWN] if not known.year.urban else []
    return [*urban, *([NO_DAY] if not terms and not known.claimed else [])]


def _too_few(known, terms):
    number, least = len(known.funded), terms.smallest_cohort
    if number >= least:
        return []
    return [
        f"{counted(number, 'funded teacher').capitalize()}: a group of fewer than {least} learns "
        "online and brings no funding. Ask our staff to waive its workshop days."
    ]
