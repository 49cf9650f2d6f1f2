"""Whether a facilitator has an account, is invited to one, or neither."""

from django.db import models
from django.db.models import CharField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from facilitators.models import Facilitator
from facilitators.models.people import about
from plp.core.models import Invitation


class Account(models.TextChoices):
    YES = "yes", "Has an account"
    INVITED = "invited", "Invited"
    EXPIRED = "expired", "Invitation expired"
    NO = "no", "Not invited"


OPEN = {Account.INVITED, Account.EXPIRED}


def with_accounts(facilitators):
    """Annotate until when their open invitation holds, and which link it has by now."""
    open_ones = Invitation.objects.open().filter(
        kind="facilitator",
        about=Concat(Value("facilitator:"), Cast(OuterRef("pk"), CharField())),
    )
    latest = open_ones.order_by("-expires_at")
    return facilitators.annotate(
        invited_until=Subquery(latest.values("expires_at")[:1]),
        invited_by_link=Subquery(latest.values("link_version")[:1]),
    )


def in_state(facilitators, account):
    """Narrow facilitators, `with_accounts`, to those whose account is in a state."""
    now = timezone.now()
    found = {
        Account.YES: Q(user__isnull=False),
        Account.INVITED: Q(user=None, invited_until__gt=now),
        Account.EXPIRED: Q(user=None, invited_until__lte=now),
        Account.NO: Q(user=None, invited_until=None),
    }
    return facilitators.filter(found[account])


def account_of(facilitator) -> Account:
    """Return the state of the account of one that was read `with_accounts`."""
    if facilitator.user_id:
        return Account.YES
    if facilitator.invited_until is None:
        return Account.NO
    return Account.INVITED if facilitator.invited_until > timezone.now() else Account.EXPIRED


def read_again(facilitator) -> Facilitator:
    """Return a facilitator as they are now, `with_accounts`."""
    return with_accounts(Facilitator.objects.all()).get(pk=facilitator.pk)


def open_invitations(facilitator):
    """Return invitations of a facilitator that are neither accepted nor taken back."""
    of_them = {"kind": "facilitator", "about": about(facilitator)}
    return Invitation.objects.open().filter(**of_them).order_by("-pk")
