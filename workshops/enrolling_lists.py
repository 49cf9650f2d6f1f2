"""Teachers from a CSV file for a workshop: read as a whole, or not at all."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from applications.models.program import STATES_AND_TERRITORIES
from plp.core.tables import LoadError, Problem, read_csv
from workshops import seats
from workshops.models import Enrollment, Workshop

FILE = "teachers.csv"
NEEDED = ["name", "email"]
OPTIONAL = ["school", "district", "state"]
MOST = 500
LONGEST = {"name": 120, "email": 254, "school": 200, "district": 120}
CODES = {code for code, _ in STATES_AND_TERRITORIES}


class Planned(NamedTuple):
    """What a list would do: who is taken in, who is on it already, how many would wait."""

    rows: list[dict]
    known: list[dict]
    waiting: int


def plan(workshop: Workshop, text: str) -> Planned:
    """Return what the teachers of a file would become. Raises LoadError, with every problem."""
    rows, problems = read_csv(FILE, text.encode(), NEEDED, at_most=MOST, optional=OPTIONAL)
    seen, said = {}, []
    for row in rows:
        cells = _cells(row)
        problems += [Problem(FILE, row.line, reason) for reason in _wrong(cells, seen)]
        seen.setdefault(cells["email"], row.line)
        said.append(cells)
    if problems:
        raise LoadError(problems)
    if not said:
        raise LoadError([Problem(FILE, 1, "there is nobody below the header")])
    return _planned(workshop, said)


def _cells(row):
    cells = {name: " ".join(row.cells.get(name, "").split()) for name in [*NEEDED, *OPTIONAL]}
    return cells | {"email": cells["email"].lower(), "state": cells["state"].upper()}


def _wrong(cells, seen):
    if not cells["name"]:
        yield "the name is missing"
    try:
        validate_email(cells["email"])
    except ValidationError:
        yield f"“{cells['email']}” is no e-mail address"
    if line := seen.get(cells["email"]):
        yield f"{cells['email']} is in line {line} already"
    if cells["state"] and cells["state"] not in CODES:
        yield f"“{cells['state']}” is no state; write its two letters, such as CA"
    for name, most in LONGEST.items():
        if len(cells[name]) > most:
            yield f"the {name} is longer than {most} letters"


def _planned(workshop, said):
    there = workshop.enrollments.exclude(status=Enrollment.Status.CANCELLED)
    known = set(there.values_list("teacher__email", flat=True))
    new = [cells for cells in said if cells["email"] not in known]
    waits = there.filter(status=Enrollment.Status.WAITLISTED).exists()
    free = 0 if waits else seats.free(workshop)
    return Planned(
        new, [cells for cells in said if cells["email"] in known], max(0, len(new) - free)
    )
