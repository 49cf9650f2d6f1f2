"""The one page about a workshop that its facilitators bring along: to read, and as a PDF."""

from datetime import date

from plp.core import pdf
from plp.core.texts import counted, in_a_row
from workshops.models import Assignment, Workshop
from workshops.venue import sheet_of

NO_DAY = "No day is set yet."
NOBODY = "Nobody is confirmed yet."

# Of a sheet, and how each is called.
OF_THE_PLACE = [
    ("Room", "room"),
    ("Getting in", "access"),
    ("Parking", "parking"),
    ("Wifi", "wifi"),
]


def rows(workshop: Workshop) -> list[pdf.Row]:
    """Return all that stands on it, in reading order; what is not said yet is named at its end."""
    sheet = sheet_of(workshop)
    is_virtual = workshop.mode == Workshop.Mode.VIRTUAL
    named = [] if is_virtual else [("Address", _address(workshop)), *_of_the_place(sheet)]
    contact = "\n".join(filter(None, [sheet.contact_name, sheet.contact_phone]))
    named += [("Who helps on the day", contact), ("Where supplies are sent", sheet.shipping)]
    said = [
        ("When", _when(workshop)),
        ("Where", "Online" if is_virtual else workshop.venue or "To be announced"),
        *named,
        ("Who leads", _who_leads(workshop)),
        ("How many come", _how_many(workshop)),
        ("More", sheet.more),
    ]
    missing = [label.lower() for label, text in named if not text]
    found = [pdf.Row(label, text) for label, text in said if text]
    if missing:
        found.append(pdf.Row("Not said yet", f"{in_a_row(missing).capitalize()}."))
    return found


def _address(workshop):
    return " ".join(filter(None, [workshop.address, workshop.zip_code]))


def _of_the_place(sheet):
    return [(label, getattr(sheet, name)) for label, name in OF_THE_PLACE]


def _when(workshop):
    halves = {True: ", half a day", False: ""}
    days = [f"{each}{halves[each.worth < 1]}" for each in workshop.sessions.all()]
    return "\n".join(days) or NO_DAY


def _who_leads(workshop):
    leading = workshop.assignments.confirmed().select_related("facilitator")
    co_lead = {Assignment.Role.LEAD: "", Assignment.Role.CO_LEAD: ", co-lead"}
    names = [f"{each.facilitator}{co_lead[each.role]}" for each in leading.order_by("-role", "pk")]
    return "\n".join(names) or NOBODY


def _how_many(workshop):
    enrolled = workshop.enrollments.enrolled().count()
    return f"{counted(enrolled, 'teacher')} of {counted(workshop.capacity, 'seat')} so far"


def as_pdf(workshop: Workshop, contact: str, on: date) -> bytes:
    """Return it tagged (PDF/UA-1); it says on which day it was made."""
    return pdf.letter(
        title=f"{workshop}, {workshop.partner}",
        heading=str(workshop),
        below=f"{workshop.course.full_name or workshop.course.name} · {workshop.partner}",
        reference=f"Workshop {workshop.code}",
        contact=contact,
        parts=[pdf.Part("", rows(workshop))],
        dated=on,
    )
