"""A request as a PDF: what is asked for, how the sum comes about, and for whom."""

from datetime import date

from plp.core import days, pdf
from plp.core.money import dollars
from plp.core.texts import counted
from workshops.models import Reimbursement
from workshops.money.shown import Shown

URBAN = {"yes": "Yes", "no": "No"}


def as_pdf(request: Reimbursement, shown: Shown, *, contact: str, on: date) -> bytes:
    """Return it tagged (PDF/UA-1); it says on which day it was made."""
    return pdf.letter(
        title=f"Reimbursement request {request.code}, {request.partner}",
        heading="Reimbursement request",
        below=f"{request.about} · {request.partner}",
        reference=f"Request {request.code}",
        contact=contact,
        parts=[part for part in _parts(request, shown) if part.rows],
        dated=on,
    )


def _parts(request, shown):
    amounts = [pdf.Row(dollars(row.amount), row.text) for row in shown.rows]
    yield pdf.Part("The request", _facts(request))
    yield pdf.Part(
        "What is asked for", [*amounts, pdf.Row(dollars(shown.total), "The sum of this request")]
    )
    steps = [pdf.Row(dollars(amount), words) for words, amount in shown.steps]
    yield pdf.Part("How the whole of the group comes about", steps)
    people = [pdf.Row(one.name, _came(one)) for one in shown.people]
    title = f"{counted(len(people), 'funded teacher')}"
    yield pdf.Part(title, people, note="In the group, and present on a workshop day.")
    papers = [pdf.Row(paper.get_role_display(), paper.name) for paper in request.files.all()]
    yield pdf.Part("Papers with it", papers)


def _facts(request):
    status = request.get_status_display()
    said = [
        ("Status", "Not sent yet: worked out today" if request.is_with_partner else status),
        ("Figures as of", request.as_of and days.in_words(request.as_of)),
        ("Reimbursement period", request.period and str(request.period)),
        ("Urban partner", request.is_of_cohort and URBAN.get(request.urban, "")),
        ("Paid", _paid(request)),
        ("What you told us", request.note),
    ]
    return [pdf.Row(label, text) for label, text in said if text]


def _paid(request):
    if request.status != Reimbursement.Status.PAID:
        return ""
    return f"{days.in_words(request.batch.paid_on)}, reference {request.batch.reference}"


def _came(one):
    came = f"present on {days.in_words(one.day)}"
    return f"{one.school}, {came}" if one.school else came.capitalize()
