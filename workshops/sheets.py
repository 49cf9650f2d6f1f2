"""The sign-in sheet of a workshop: a line for everybody expected, and some for who walks in."""

from datetime import date

from plp.core import pdf
from workshops.models import Workshop
from workshops.roll import Roll, rolls_of

SPARE = 6  # empty lines of each day
COLUMNS = "Name and school on the left; please sign on the right."


def rolls(workshop: Workshop) -> list[Roll]:
    """Return the roll of each day, in its order."""
    return rolls_of(workshop, list(workshop.sessions.all()))


def as_pdf(workshop: Workshop, *, contact: str, on: date) -> bytes:
    """Return the sheet as it is printed, a page or more for each day."""
    parts = [_part(number, roll) for number, roll in enumerate(rolls(workshop))]
    return pdf.letter(
        title=f"Sign-in sheet, {workshop}",
        heading="Sign-in sheet",
        below=f"{workshop} · {workshop.where}",
        reference=workshop.code,
        contact=contact,
        parts=parts,
        dated=on,
    )


def _part(number, roll):
    rows = [pdf.Row(row.enrollment.name, row.enrollment.school) for row in roll.entries]
    return pdf.Part(
        title=str(roll.session),
        rows=[*rows, *[pdf.Row("Walked in", "Name, e-mail:")] * SPARE],
        note=COLUMNS,
        begins_a_page=number > 0,
    )
