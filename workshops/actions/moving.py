"""What follows for registrations when a partner goes to another session, or a member leaves it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from applications.models import Membership, PartnerYear, ProgramEvent
from applications.registry import member_leaves, session_changed
from workshops import emails
from workshops.models import EventRegistration


@session_changed
@transaction.atomic
def move_registrations(
    year: PartnerYear, before: ProgramEvent | None, after: ProgramEvent, reason: str
) -> None:
    """Move a partner's registrations to another session, and write to managers and who moved.

    Whoever has been at the old one, or is on the list of the new one, stays where they are.
    """
    rows = EventRegistration.objects.select_for_update(of=["self"]).filter(
        event=before, partner=year.partner, attended=None
    )
    there = EventRegistration.objects.filter(event=after)
    known = set(there.values_list("member", "teacher"))
    moved = [row for row in rows if (row.member_id, row.teacher_id) not in known]
    for row in moved:
        row.event = after
        row.save()
    now = timezone.now().isoformat()
    people = [row for row in moved if not row.cancelled_at]
    emails.other_session(
        year.partner,
        after,
        people=[row.member.email for row in people if row.member_id],
        occasion=f"{year.pk} {now}",
        reason=reason,
        moved=_in_words(len(moved)),
    )
    for row in people:
        if row.teacher_id:
            emails.teacher_invited(row, occasion=f"{row.pk} {now}")


def _in_words(number):
    if not number:
        return "Nobody was registered yet."
    many = "1 person who was" if number == 1 else f"{number} people who were"
    return f"{many} on the list have been moved to it, and teachers among them are told."


@member_leaves
def cancel_registrations(member: Membership, on: date) -> None:
    """Cancel where somebody was to act for a partner, and forget what they told for it."""
    mine = EventRegistration.objects.coming().filter(partner=member.partner, member=member.user)
    for row in mine.filter(event__last_day__gte=on, attended=None):
        row.cancel()
