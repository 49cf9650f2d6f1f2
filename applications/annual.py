"""What an annual report says: the figures of a year, and what the partner writes beside them."""

from collections import Counter
from datetime import date, timedelta

from applications import counting
from applications.agenda import completed
from applications.models import AnnualReport, PartnerYear, ProgressCall
from applications.promised import so_far
from applications.registry import figures_of
from plp.core import days
from plp.core.pdf import Part, Row, letter

# The parts that a partner writes: what each is called, and what helps to write it.
PARTS = {
    "well": ("What went well", "What would you do again, and show to other partners?"),
    "hard": ("What was hard", "What took longer or cost more than you thought?"),
    "region": ("What we learned about our region", "Of its schools, teachers and districts."),
    "plans": ("Plans for next year", "What you will do more of, or differently."),
    "story": (
        "One story",
        "A moment that shows what this is for. Leave out names and pictures of students.",
    ),
}
OPTIONAL = {"story"}

ASKED_BEFORE = timedelta(days=30)  # the school year's end
ASKED_UNTIL = timedelta(days=31)  # after it: 31 July


def asked_from(year: PartnerYear) -> date:
    """Return the day from which a partner is asked for the report of a year."""
    return year.program_year.school_year.last_day - ASKED_BEFORE


def last_day(year: PartnerYear) -> date:
    """Return the last day to send it."""
    return year.program_year.school_year.last_day + ASKED_UNTIL


def figures(year: PartnerYear, on: date) -> list[list]:
    """Return what the records say of a year on a day: [title, [[label, words], …]] a part."""
    parts = [
        ["What we promised", _promised(year, on)],
        ["In figures", [[label, words] for label, words in figures_of(year)]],
        ["Progress calls", _calls(year)],
        ["People", _people(year)],
    ]
    return [part for part in parts if part[1]]


def _promised(year, on):
    return [
        [line.row.name, ". ".join(filter(None, [line.status.label, so_far(line)]))]
        for line in counting.lines(year.requirements.all(), on)
    ]


def _calls(year):
    calls = year.calls.filter(status=ProgressCall.Status.COMPLETED)
    return [[days.in_words(days.pacific_day(c.at), weekday=False), completed(c)] for c in calls]


def _people(year):
    """Say how many have each role, and no name: what is sent is kept as it was for years."""
    number = Counter(member.roles for member in year.partner.memberships.all())
    return [[roles, f"{n} {'person' if n == 1 else 'people'}"] for roles, n in number.items()]


def missing(texts: dict) -> list[str]:
    """Return the parts that have yet to be written."""
    return [name for name in PARTS if name not in OPTIONAL and not texts.get(name)]


def pdf(report: AnnualReport, figures: list, on: date, *, is_sent: bool) -> bytes:
    """Return a report as a PDF, with these figures and dated so; a draft says that it is one."""
    year = report.partner_year
    state = "" if is_sent else f". Draft of {days.in_words(on, weekday=False)}, not sent yet"
    written = [Row(title, report.texts.get(name) or "–") for name, (title, _) in PARTS.items()]
    parts = [Part("In our words", written)]
    parts += [Part(title, [Row(*row) for row in rows]) for title, rows in figures]
    return letter(
        title=f"Annual report of {year.partner}",
        heading=str(year.partner),
        below=f"Annual report {year.program_year.school_year}, {year.partner.region}{state}",
        reference=str(year.program_year.school_year),
        contact=f"Questions: {year.program_year.program.contact_email}",
        parts=parts,
        dated=on,
    )
