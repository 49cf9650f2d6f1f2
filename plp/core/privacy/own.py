"""What this floor holds of people: their accounts, mails to them, and what they did as staff."""

from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q

from plp.core import days, history
from plp.core.models import ErasureRequest, Invitation, Message, User
from plp.core.models.outbox import TEXT_ERASED
from plp.core.powers import MAY_DO_MORE, may_touch
from plp.core.privacy.registry import Fate, Row, StandIn, holds, objections
from plp.core.retention import retains

GONE = "A person who was erased"

# Apps that hang what somebody signs in with on the account; none of it is history.
SIGNING_IN = {"account", "mfa", "usersessions", "socialaccount"}


# Accounts


def accounts(email):
    for user in User.objects.filter(email=email):
        groups = ", ".join(user.groups.values_list("name", flat=True))
        did = LogEntry.objects.filter(user=user).count()
        yield Row(
            user,
            f"Account {user.email}",
            {
                "Name": user.name,
                "E-mail": user.email,
                "Since": days.moment_in_words(user.date_joined),
                "Last signed in": days.moment_in_words(user.last_login) if user.last_login else "–",
                "Groups": groups or "–",
                "Changes made in the admin": str(did),
            },
            Fate.BLANKED,
            "It can no longer be used. What it decided stays in the history, as by “a person who "
            "was erased”.",
            names={user.name},
        )


def erase_accounts(email: str, stand_in: StandIn) -> None:
    for user in User.objects.filter(email=email):
        user.email, user.name, user.last_login = stand_in.email, GONE, None
        user.is_active = user.is_staff = user.is_superuser = False
        user.set_unusable_password()
        with history.because("The person was erased."):
            user.save()
            user.groups.clear()
            user.user_permissions.clear()
        history.of(User).filter(id=user.pk).update(email=stand_in.email, name=GONE)
        _end_sessions(user)
        for relation in user._meta.related_objects:
            model = relation.related_model
            if model._meta.app_label in SIGNING_IN:
                model._base_manager.filter(**{relation.field.name: user}).delete()


def _end_sessions(user):
    """Delete what a browser of theirs is remembered by: it holds the address, too."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


@objections
def of_accounts(email, by):
    for user in User.objects.filter(email=email):
        if user == by:
            yield "This is your own account. Ask a colleague to erase you."
        elif not may_touch(by, user):
            yield MAY_DO_MORE


holds("Accounts", find=accounts, erase=erase_accounts, is_last=True)


# Invitations


def invitations(email):
    for invitation in Invitation.objects.filter(email=email):
        accepted = invitation.accepted_at is not None
        yield Row(
            invitation,
            f"Invitation: {invitation.inviting}",
            {
                "Name": invitation.name,
                "E-mail": invitation.email,
                "Invited": days.moment_in_words(invitation.invited_at),
                "State": invitation.state.label,
            },
            Fate.BLANKED if accepted else Fate.DELETED,
            "Who was let in stays known." if accepted else "Its link opens nothing then.",
            names={invitation.name},
        )


def erase_invitations(email: str, stand_in: StandIn) -> None:
    found = Invitation.objects.filter(email=email)
    found.filter(accepted_at__isnull=True).delete()
    found.update(email=stand_in.email, name=stand_in.name)


holds("Invitations", find=invitations, erase=erase_invitations)


# Who asks to be erased


def requests(email):
    for asked in ErasureRequest.objects.filter(email=email):
        yield Row(
            asked,
            "Asked to be erased",
            {"Asked": days.moment_in_words(asked.asked_at)},
            Fate.DELETED,
            "It is done then.",
        )


def erase_requests(email: str, stand_in: StandIn) -> None:
    ErasureRequest.objects.filter(email=email).delete()


holds("Requests to be erased", find=requests, erase=erase_requests)


# Mails


def mails(email):
    for mail in Message.objects.filter(to=email):
        waits = mail.status == Message.Status.WAITING
        yield Row(
            mail,
            mail.subject,
            {
                "Kind": mail.kind_name,
                "State": mail.state,
                "Written": days.moment_in_words(mail.written_at),
                "Text": mail.shown_text,
            },
            Fate.DELETED,
            "It is not sent any more." if waits else "",
        )


def erase_mails(email: str, stand_in: StandIn) -> None:
    """Delete mails to the person; one that a worker is just sending is gone when it is marked."""
    Message.objects.filter(to=email).delete()


holds("Mails to them", find=mails, erase=erase_mails)

retains(
    kind="mail",
    name="Text of sent mails",
    after="after the mail was sent",
    days=730,
    fewest=30,
    why_fewest="staff need it when somebody asks what we wrote.",
    due=lambda moment: [
        Message.objects.filter(status=Message.Status.SENT, sent_at__lt=moment).exclude(
            text=TEXT_ERASED
        )
    ],
    erase=lambda rows: rows.update(text=TEXT_ERASED, secret=""),
)


def unsent_secrets(moment):
    sent = Q(status=Message.Status.SENT)
    return [Message.objects.filter(~sent, written_at__lt=moment).exclude(secret="")]


def blank_secrets(rows):
    """Blank private links; the mail can then no longer be sent."""
    for mail in rows.select_for_update():
        mail.blank_secret()


retains(
    kind="mail-link",
    name="Private links in mails that were never sent",
    after="after the mail was written",
    days=30,
    fewest=3,
    why_fewest="a mail is tried again for a day, and staff may send it again after that.",
    due=unsent_secrets,
    erase=blank_secrets,
)


# What staff did


retains(
    kind="admin-log",
    name="The admin’s log",
    after="after the change",
    days=5 * 365,
    fewest=365,
    why_fewest="who decided what must be known for as long as somebody may ask.",
    due=lambda moment: [LogEntry.objects.filter(action_time__lt=moment)],
    erase=lambda rows: rows.delete(),
)


def old_history(moment):
    """Return history before a moment; of records that exist, how each stands is kept."""
    for model in history.KEPT:
        rows = history.of(model)
        key = model._meta.pk.attname
        later = rows.filter(**{key: OuterRef(key)}, history_id__gt=OuterRef("history_id"))
        is_past = Exists(later.order_by()) | Q(history_type="-")
        yield rows.filter(is_past, history_date__lt=moment)


retains(
    kind="history",
    name="History of records",
    after="after the change",
    days=5 * 365,
    fewest=365,
    why_fewest="who decided what must be known for as long as somebody may ask.",
    due=old_history,
    erase=history.forget,
)
