"""What follows when a workshop is completed: certificates, and mail to who came and who ran it.

All of it can be done again, after a workshop was reopened: nobody is written to twice.
"""

from django.db import transaction

from plp.core.codes import new_codes
from plp.core.privacy.registry import is_nowhere
from workshops.certificates import attended_by
from workshops.emails import after as emails
from workshops.models import Certificate, Enrollment, Workshop


@transaction.atomic
def finish(workshop: Workshop) -> None:
    """Give each who was present a certificate, and ask them once what they thought; write to the
    partner what came of it. The caller has locked the workshop and moved it to completed."""
    attended = settle_certificates(workshop)
    for enrollment, found in attended:
        emails.workshop_over(enrollment, hours=found.hours)
    emails.summed_up(workshop, present=len(attended))


@transaction.atomic
def settle_certificates(workshop: Workshop) -> list[tuple]:
    """Let certificates be of exactly those who were present for an hour or more that is credited.

    Those of others are taken back: their codes are nobody's then. Whoever sets right who was
    present at a completed workshop calls it, too. Returns (enrollment, what they attended) of all
    who were present.
    """
    enrolled = workshop.enrollments.enrolled().select_related("teacher").order_by("pk")
    rows = {row.pk: row for row in enrolled}
    for row in rows.values():
        row.workshop = workshop
    attended = attended_by(rows.values())
    earned = {key for key, found in attended.items() if found.hours and _is_somebody(rows[key])}
    known = Certificate.objects.filter(enrollment__workshop=workshop)
    known.exclude(enrollment__in=earned).delete()
    _give(earned - {*known.values_list("enrollment", flat=True)})
    return [(row, attended[key]) for key, row in rows.items() if key in attended]


def _is_somebody(enrollment):
    """Whether it is still known who they were: not where they were erased."""
    return not is_nowhere(enrollment.teacher.email)


def _give(enrollments):
    codes = new_codes(len(enrollments), Certificate.objects)
    Certificate.objects.bulk_create(
        Certificate(enrollment_id=key, code=code)
        for key, code in zip(sorted(enrollments), codes, strict=True)
    )


def has_earned(enrollment: Enrollment) -> bool:
    """Whether a teacher has a certificate that is good now."""
    is_over = enrollment.workshop.status == Workshop.Status.COMPLETED
    return is_over and Certificate.objects.filter(enrollment=enrollment).exists()
