"""Inviting people to have an account: asking, asking again, taking back, accepting.

Each app says what its invitations are for: it registers an `InvitationKind` when its `emails.py` is
imported. The link is an HMAC of the row and the version of its link, so nothing secret is stored,
and raising the version makes every earlier link worthless.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from plp.core import days, links, outbox
from plp.core.mails import MailKind
from plp.core.models import Invitation, User
from plp.core.workflow import TransitionError

# Long enough for a holiday; short enough that a link in a forgotten mailbox is soon worth nothing.
VALID_FOR = timedelta(days=14)

KINDS: dict[str, "InvitationKind"] = {}

PLACEHOLDERS = {"name", "inviting", "link", "expires_on", "contact"}

SOMEONE_ELSE = "Someone else has just changed this invitation; reload it."


class InvitationKind(NamedTuple):
    """What people are invited to, registered at import by the app that gives it."""

    what: str  # stored in each invitation: "staff"
    mail: MailKind  # with exactly PLACEHOLDERS
    describe: Callable[[Invitation], str]  # "program manager of Larkspur Office"
    accept: Callable[[Invitation, User], None]  # gives it; may raise TransitionError
    contact: Callable[[Invitation], str]  # the address of whoever answers questions
    # Locks what accepting changes, before the invitation itself: whoever else locks both does so.
    lock: Callable[[Invitation], object] = lambda invitation: None
    # Whether somebody may give all that an invitation gives; asked again when it is accepted.
    may_give: Callable[[User | None, Invitation], bool] = lambda by, invitation: True


def register(kind: InvitationKind) -> InvitationKind:
    """Make a kind known. Raises ValueError for a second one, or a mail without what it must say."""
    if kind.mail.placeholders.keys() != PLACEHOLDERS:
        raise ValueError(f"{kind.what}: the mail's placeholders are not {sorted(PLACEHOLDERS)}.")
    if KINDS.setdefault(kind.what, kind) != kind:
        raise ValueError(f"{kind.what}: there is another kind of this name.")
    return kind


def kind_of(invitation: Invitation) -> InvitationKind:
    return KINDS[invitation.kind]


def contact_of(invitation: Invitation) -> str:
    """Return whom to ask about an invitation."""
    return kind_of(invitation).contact(invitation)


@transaction.atomic
def invite(
    kind: str, email: str, *, by: User | None = None, name="", about="", rights: Iterable[str] = ()
) -> Invitation:
    """Invite an address and mail it the link.

    Whoever is invited to the same already gets these rights beside the others, and no second mail;
    unless the invitation has expired, then it is renewed.
    """
    invitation = Invitation(
        kind=KINDS[kind].what, about=about, email=email.strip().lower(), name=name, invited_by=by
    )
    invitation.rights = sorted(set(rights))
    invitation.expires_at = _end()
    key = {"kind": invitation.kind, "about": about, "email": invitation.email}
    invitation.inviting = _described(invitation)
    fields = ["rights", "inviting", "expires_at", "name", "invited_by"]
    defaults = {field: getattr(invitation, field) for field in fields}
    found, is_new = Invitation.objects.open().get_or_create(**key, defaults=defaults)
    if is_new:
        _mail(found)
        return found
    return _invite_once_more(found.pk, invitation)


def _invite_once_more(pk, asked):
    """Join what was asked for before with what is asked for now, one after the other."""
    invitation = Invitation.objects.select_for_update().get(pk=pk)
    if not invitation.is_open:  # accepted or taken back while we waited for its row
        raise TransitionError(SOMEONE_ELSE)
    invitation.rights = sorted({*invitation.rights, *asked.rights})
    if not kind_of(invitation).may_give(asked.invited_by, invitation):
        raise TransitionError("This address has an invitation to more than you may give.")
    invitation.name = invitation.name or asked.name
    invitation.inviting = _described(invitation)
    invitation.save(update_fields=["rights", "name", "inviting"])
    if invitation.state == Invitation.State.EXPIRED:
        resend(invitation, by=asked.invited_by)
    return invitation


@transaction.atomic
def resend(invitation: Invitation, *, by: User | None) -> None:
    """Mail a new link, valid from today; the old one opens nothing any more.

    Raises TransitionError if it is accepted or taken back; nothing is written then.
    """
    _change(
        invitation,
        "sent again",
        link_version=F("link_version") + 1,
        invited_at=timezone.now(),
        expires_at=_end(),
        invited_by=by or invitation.invited_by,
        inviting=_described(invitation),
    )
    _mail(invitation)


@transaction.atomic
def revoke(invitation: Invitation, *, by: User | None) -> None:
    """Take an invitation back: its link opens nothing any more. Raises TransitionError likewise."""
    _change(invitation, "taken back", revoked_at=timezone.now())


def _change(invitation, done, **fields):
    """Change an open invitation as we loaded it, in one UPDATE that one of two people wins."""
    if not invitation.is_open:
        state = invitation.state.label.lower()
        raise TransitionError(f"It is {state} already and cannot be {done}.")
    as_loaded = Invitation.objects.open().filter(
        pk=invitation.pk, link_version=invitation.link_version
    )
    if not as_loaded.update(**fields):
        raise TransitionError(SOMEONE_ELSE)
    invitation.refresh_from_db()


@transaction.atomic
def accept(invitation: Invitation, user: User) -> None:
    """Give a person what they were invited to, once.

    Raises TransitionError if the invitation is not theirs, has expired, or is used or taken back;
    nothing is saved then.
    """
    if user.email != invitation.email:
        raise TransitionError(f"This invitation is for {invitation.email}, not for {user.email}.")
    kind_of(invitation).lock(invitation)
    now = timezone.now()
    waiting = Invitation.objects.waiting().filter(
        pk=invitation.pk, link_version=invitation.link_version
    )
    if not waiting.update(accepted_at=now, accepted_by=user):
        invitation.refresh_from_db()
        if invitation.accepted_by_id == user.pk:
            return  # the button was pressed twice
        raise TransitionError(_why_not(invitation))
    invitation.refresh_from_db()
    if not kind_of(invitation).may_give(invitation.invited_by, invitation):
        raise TransitionError("Whoever invited you may not give this any more. Ask for a new one.")
    kind_of(invitation).accept(invitation, user)


def _why_not(invitation):
    return {
        Invitation.State.ACCEPTED: "This invitation has been used already.",
        Invitation.State.REVOKED: "This invitation has been taken back.",
        Invitation.State.EXPIRED: "This invitation has expired.",
        Invitation.State.WAITING: "There is a newer link to this invitation: open that one.",
    }[invitation.state]


def accept_as_new(invitation: Invitation, *, name: str, password: str) -> User:
    """Make an account for the invited address, and accept with it.

    Raises TransitionError as `accept` does, and if there is an account by now.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(invitation.email, password, name=name)
            accept(invitation, user)
    except IntegrityError as error:
        if User.objects.filter(email=invitation.email).exists():
            raise TransitionError("There is an account with this address by now.") from error
        raise
    return user


def secret(invitation: Invitation, version: int | None = None) -> str:
    value = f"{invitation.pk}:{version or invitation.link_version}"
    return links.secret_of("plp.core.invitations", value)


def address(invitation: Invitation) -> str:
    """Return the link, with the host that this site is known by."""
    path = reverse("invitation", args=[invitation.pk, secret(invitation)])
    return settings.SITE_URL + path


def opens(invitation: Invitation, given: str) -> bool:
    """Whether a secret is that of the invitation's latest link."""
    return links.is_right(given, secret(invitation))


def opened(invitation: Invitation, given: str) -> bool:
    """Whether a secret is that of an earlier link, of which a mail has brought a newer one."""
    earlier = range(1, invitation.link_version)
    return any(links.is_right(given, secret(invitation, version)) for version in earlier)


def _end():
    """Return the end of the last day, Pacific time, of an invitation of today."""
    return days.end_of(days.pacific_today() + VALID_FOR)


def _described(invitation):
    return kind_of(invitation).describe(invitation)


def _mail(invitation):
    kind = kind_of(invitation)
    contact = kind.contact(invitation)
    outbox.write(
        kind.mail,
        occasion=f"{invitation.pk}-{invitation.link_version}",
        to=invitation.email,
        reply_to=contact,
        secret=secret(invitation),
        name=invitation.name or invitation.email,
        inviting=invitation.inviting,
        link=address(invitation),
        expires_on=days.in_words(invitation.last_day),
        contact=contact,
    )
