"""Writing to the people of partners: each letter once to each of them."""

from datetime import date

from django.db import models, transaction

from applications import emails
from applications.actions.partnering import contact_of
from applications.models import Partner, PartnerLetter
from plp.core import days
from plp.core.models import User
from plp.core.workflow import TransitionError


class Readers(models.TextChoices):
    """Whom at a partner a letter is for."""

    MANAGERS = "managers", "Program managers"
    SIGNATORIES = "signatories", "Who signs for the partner"
    FINANCE = "finance", "Finance"
    ALL = "all", "All members"


RIGHTS = {
    Readers.MANAGERS: {"may_manage": True},
    Readers.SIGNATORIES: {"may_sign": True},
    Readers.FINANCE: {"may_handle_money": True},
    Readers.ALL: {},
}


@transaction.atomic
def write_letter(
    partner: Partner, *, by: User, readers: str, subject: str, body: str, on: date
) -> PartnerLetter:
    """Write to some people of a partner.

    The same words of one person on one day are one letter, to however many partners; nobody gets
    it twice. Raises TransitionError where nobody is to be written to, or all have it already.
    """
    User.objects.select_for_update().get(pk=by.pk)  # of two clicks, one waits for the other
    people = [
        member.user
        for member in partner.memberships.filter(
            user__is_active=True, **RIGHTS[Readers(readers)]
        ).select_related("user")
    ]
    if not people:
        raise TransitionError(f"Nobody there fits: {Readers(readers).label.lower()}.")
    letter = _letter(by, subject, body, on)
    contact = contact_of(partner)
    sent = [emails.partner_letter(letter, partner, user, contact=contact) for user in people]
    if not any(sent):
        raise TransitionError("They have been sent this today already.")
    letter.partners.add(partner)
    return letter


def _letter(by, subject, body, on):
    same = PartnerLetter.objects.filter(by=by, subject=subject, body=body)
    today = same.filter(at__gte=days.start_of(on), at__lt=days.end_of(on)).first()
    return today or PartnerLetter.objects.create(by=by, subject=subject, body=body)
