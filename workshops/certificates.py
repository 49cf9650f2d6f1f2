"""Certificates: the hours that they credit, their PDF, and what anybody may hear of one.

Nothing of it is stored but the code: what a certificate says follows from who was present.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from plp.core import days
from plp.core.pdf import Part, Row, letter
from workshops.models import Attendance, Certificate, PlanningWishes, Session, Workshop

NAMED = ["workshop__course", "workshop__partner_year__partner"]


class Attended(NamedTuple):
    """The days of a workshop on which a teacher was present."""

    sessions: list[Session]

    @property
    def hours(self) -> Decimal:
        return sum((each.credited for each in self.sessions), Decimal(0))


def attended_by(enrollments: Iterable) -> dict[int, Attended]:
    """Return {key of an enrollment: what was attended} of those that were present, in one query."""
    workshops = {row.pk: row.workshop for row in enrollments}
    rows = Attendance.objects.filter(enrollment__in=[*workshops], is_present=True)
    found = {}
    for row in rows.select_related("session").order_by("session__day", "pk"):
        row.session.workshop = workshops[row.enrollment_id]
        found.setdefault(row.enrollment_id, Attended([])).sessions.append(row.session)
    return found


def of_code(code: str) -> Certificate | None:
    """Return the certificate with a code that is good now; of a reopened workshop none is."""
    named = Certificate.objects.select_related(*(f"enrollment__{name}" for name in NAMED))
    good = named.filter(enrollment__workshop__status=Workshop.Status.COMPLETED)
    return good.filter(code=code).first()


def words_of(certificate: Certificate) -> list[tuple[str, str]]:
    """Return all that a certificate says, as (label, words), in the order in which people read it;
    nothing where nobody was present."""
    enrollment = certificate.enrollment
    attended = attended_by([enrollment]).get(enrollment.pk)
    if attended is None or not attended.hours:
        return []
    workshop = enrollment.workshop
    said = [
        ("Name", enrollment.name),
        ("Took part in", str(workshop)),
        ("Course", workshop.course.full_name),
        ("On", "\n".join(days.in_words(each.day) for each in attended.sessions)),
        ("Credited hours", hours_in_words(attended.hours)),
        ("Where", workshop.where),
        ("Provided by", str(workshop.partner)),
        ("Provider number", _provider_number(workshop)),
        ("Certificate", certificate.code),
    ]
    return [(label, words) for label, words in said if words]


def hours_in_words(hours: Decimal) -> str:
    """Return 6 or 4.5, without a zero that says nothing."""
    return f"{hours.normalize():f}"


def _provider_number(workshop):
    wishes = PlanningWishes.objects.filter(partner=workshop.partner)
    return wishes.values_list("provider_number", flat=True).first() or ""


def pdf(certificate: Certificate) -> bytes | None:
    """Return it as a tagged PDF, the same bytes for the same words; None where it is not good."""
    words = words_of(certificate)
    if not words:
        return None
    address = settings.SITE_URL + reverse("workshops:certificates")
    organization = str(certificate.enrollment.workshop.partner)
    return letter(
        title=f"Certificate {certificate.code}, {certificate.enrollment.name}",
        heading="Certificate of professional learning",
        below=f"{certificate.enrollment.name}, {certificate.enrollment.workshop}",
        reference=f"Certificate {certificate.code}",
        contact=f"Certificate {certificate.code}, given by {organization}",
        parts=[
            Part(
                "What it certifies",
                [Row(*row) for row in words],
                note=f"Anybody can check it with its number: {address}",
            )
        ],
        dated=days.pacific_day(certificate.made_at),
    )
