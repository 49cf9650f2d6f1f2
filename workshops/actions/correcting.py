"""What staff set right about who was present, also after a workshop is completed."""

from django.db import transaction
from django.utils import timezone

from plp.core.workflow import TransitionError
from workshops.actions.finishing import settle_certificates
from workshops.actions.owing import lock_payer, renew_payables
from workshops.models import Attendance, Enrollment, Session, Workshop

HAS_BEGUN = [Workshop.Status.IN_PROGRESS, Workshop.Status.COMPLETED]


@transaction.atomic
def correct_attendance(enrollment: Enrollment, session: Session, *, is_present: bool, by) -> None:
    """Note whether a teacher was present on a day; its history keeps what was said before.

    Raises TransitionError before the workshop or the day has begun, and for who has no seat.
    """
    lock_payer(session.workshop)
    workshop = Workshop.objects.locked(session.workshop_id)
    if workshop.status not in HAS_BEGUN:
        raise TransitionError("Who is present can be noted once the workshop was started.")
    if session.begins_at > timezone.now():
        raise TransitionError("This day has not begun yet.")
    if enrollment.status != Enrollment.Status.ENROLLED:
        raise TransitionError("Only somebody who is enrolled can be present.")
    said = {"is_present": is_present, "how": Attendance.How.STAFF}
    Attendance.objects.update_or_create(
        enrollment=enrollment,
        session=session,
        defaults={**said, "by": by, "marked_at": timezone.now()},
    )
    if workshop.status == Workshop.Status.COMPLETED:
        settle_certificates(workshop)
        renew_payables(workshop, now=timezone.now())
