"""How allauth fits in here: nobody signs up, mails go through the outbox, limits count alike."""

import time
from collections.abc import Callable

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse

from plp.core import emails, limits
from plp.core.models import User


class Adapter(DefaultAccountAdapter):
    """Allauth's own, closed for signing up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "too_many_login_attempts": "Too many tries went wrong. Wait five minutes, then try again.",
        "incorrect_password": "This is not your password.",
        "enter_current_password": "This is not your current password.",
        "duplicate_email": "You sign in with this address already.",
        "rate_limited": "Too many tries. Wait a little, then try again.",
    }

    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        # Behind a socket nobody's address is known; then all share one limit.
        return limits.client_address(request) or "unknown"

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever has signed in a moment ago need not prove it again."""
        request = context.request
        records = get_authentication_records(request, request.user)
        latest = max((record["at"] for record in records), default=0)
        return time.time() - latest > app_settings.REAUTHENTICATION_TIMEOUT

    def get_reset_password_from_key_url(self, key):
        uid, _, secret = key.partition("-")
        return _absolute("account_reset_password_from_key", uidb36=uid, key=secret)

    def get_email_confirmation_url(self, request, emailconfirmation):
        return _absolute("account_confirm_email", key=emailconfirmation.key)

    def get_password_change_redirect_url(self, request):
        return reverse("mfa_index")

    def send_mail(self, template_prefix, email, context):
        """Write to the outbox what allauth would send at once."""
        _MAILS.get(template_prefix, _changed)(template_prefix, email, context)


class MfaAdapter(DefaultMFAAdapter):
    """Allauth's own, in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right. An app shows a new one every 30 seconds.",
    }

    def generate_authenticator_name(self, user, type):
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}" if count else "Passkey"

    def get_public_key_credential_rp_entity(self):
        named = {"name": "Professional Learning Partners"}
        return super().get_public_key_credential_rp_entity() | named


def _absolute(name, **kwargs):
    return settings.SITE_URL + reverse(name, kwargs=kwargs)


def _reset(_, email, context):
    emails.password_reset(email, context["password_reset_url"], context["key"])


def _confirm(_, email, context):
    emails.address_to_confirm(email, context["activate_url"], context["key"])


def _changed(template_prefix, email, context):
    emails.account_changed(email, template_prefix.rpartition("/")[2], context["timestamp"])


_MAILS = {
    "account/email/password_reset_key": _reset,
    "account/email/email_confirmation": _confirm,
}


_followers: list[Callable[[User, str], None]] = []


def when_an_address_changes(follow: Callable[[User, str], None]) -> Callable[[User, str], None]:
    """Decorate a function (user, before), called once a person signs in with another address."""
    if follow not in _followers:
        _followers.append(follow)
    return follow


def keep_address(sender, instance: User, raw=False, update_fields=None, **_) -> None:
    """Let allauth know the address of a person who was just saved as theirs, and as the only one.

    Accounts are made by invitation or by staff, so the address needs no further proof.
    """
    if raw or (update_fields is not None and "email" not in update_fields):
        return
    addresses = EmailAddress.objects.filter(user=instance)
    before = addresses.filter(verified=True).exclude(email=instance.email).first()
    # An address that is theirs no more must open nothing, and may be somebody else's by now.
    addresses.exclude(email=instance.email).delete()
    EmailAddress.objects.filter(email=instance.email).exclude(user=instance).delete()
    addresses.update_or_create(
        email=instance.email,
        defaults={"verified": True, "primary": True},
        create_defaults={"user": instance, "verified": True, "primary": True},
    )
    if before:
        for follow in _followers:
            follow(instance, before.email)
