"""Whoever works for the program proves in two ways who they are, or by a passkey."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.shortcuts import redirect
from django.utils import timezone

from plp.core import emails
from plp.core.models import User
from plp.core.powers import MAY_DO_MORE, may_touch
from plp.core.workflow import TransitionError

# Recovery codes alone do not count: they stand in for something that is lost.
PROOFS = [Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP]

# Where one sets it up, and signs out.
ALWAYS = ("mfa_", "account_")


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=PROOFS).exists()


def take_off(person: User, *, by: User) -> None:
    """Forget the passkeys, the app and the codes of somebody who has lost them, and tell them.

    Raises TransitionError if there are none, or the person may do more than who takes them off;
    nothing is changed then.
    """
    if not may_touch(by, person):
        raise TransitionError(MAY_DO_MORE)
    if not Authenticator.objects.filter(user=person).delete()[0]:
        raise TransitionError("They sign in with a password alone: there is nothing to take off.")
    emails.account_changed(person.email, "taken_off", timezone.now())


def middleware(get_response):
    """Send staff without a second factor to the page where they set one up."""

    def answer(request):
        return get_response(request)

    answer.process_view = _set_one_up_first
    return answer


def _set_one_up_first(request, view, args, kwargs):
    # What needs nobody signed in does not even look who it is: public pages know no cookie.
    if not settings.STAFF_SECOND_FACTOR or not getattr(view, "login_required", True):
        return None
    match = request.resolver_match
    if match.view_name == "admin:logout" or match.view_name.startswith(ALWAYS):
        return None
    if not request.user.is_staff or has_second_factor(request.user):
        return None
    return redirect("mfa_index")
