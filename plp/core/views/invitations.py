"""The page of an invitation: who invites to what, and accepting."""

from functools import wraps

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plp.core import invitations
from plp.core.forms import NewAccountForm
from plp.core.methods import get_or_post
from plp.core.models import Invitation, User
from plp.core.second_factor import has_second_factor
from plp.core.workflow import TransitionError

BACKEND = "plp.core.auth.Backend"


def keeps_its_address(view):
    """Decorate a page whose address is a secret: no other site reads it from a referrer.

    "no-referrer" would also hide from our own site where its forms come from, and CSRF asks that.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    return answer


@login_not_required
@never_cache
@get_or_post
@keeps_its_address
def invitation(request, pk, secret):
    """Say who invites to what; take the yes of somebody new, or of somebody with an account."""
    found = Invitation.objects.select_related("invited_by").filter(pk=pk).first()
    if found is None or found.kind not in invitations.KINDS:
        return _opens_nothing(request, None)
    if not invitations.opens(found, secret):
        return _opens_nothing(request, found if invitations.opened(found, secret) else None)
    if request.user.is_authenticated and found.accepted_by_id == request.user.pk:
        return redirect("me")
    if found.state != Invitation.State.WAITING:
        return _opens_nothing(request, found)
    try:
        return _answer(request, found)
    except TransitionError as error:
        found.refresh_from_db()
        return _page(request, "refused", found, status=409, reason=str(error))


def _answer(request, found):
    account = User.objects.filter(email=found.email).first()
    if request.user.is_authenticated:
        return _of_somebody_signed_in(request, found)
    if account is None:
        return _of_somebody_new(request, found)
    return _page(request, "sign_in" if account.is_active else "inactive", found)


def _of_somebody_signed_in(request, found):
    if request.method == "POST" and request.POST.get("do") == "sign-out":
        logout(request)
        return redirect(request.path)
    if request.user.email != found.email:
        return _page(request, "other_account", found)
    if request.method == "POST":
        invitations.accept(found, request.user)
        return redirect("invitation-accepted")
    return _page(request, "accept", found)


def _of_somebody_new(request, found):
    form = NewAccountForm(request.POST or None, invitation=found)
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        user = invitations.accept_as_new(found, name=name, password=password)
        login(request, user, BACKEND)
        # A passkey may be added at once, without typing the password a second time.
        record_authentication(request, user, method="password", email=user.email)
        return redirect("invitation-accepted")
    return _page(request, "new_account", found, form=form)


def _opens_nothing(request, found):
    """Say why a link opens nothing, and whom to ask; of an unknown one, no more than that."""
    state = found.state.value if found else "unknown"
    return _page(request, "closed", found, status=410 if found else 404, state=state)


def _page(request, name, found, status=200, **context):
    context |= {"invitation": found, "contact": found and invitations.contact_of(found)}
    back = urlencode({"next": request.path})
    context["sign_in"] = f"{resolve_url(settings.LOGIN_URL)}?{back}"
    return render(request, f"core/invitation_{name}.html", context, status=status)


@never_cache
@require_safe
def accepted(request):
    """Say that it is done, and offer a passkey to whoever has no second factor."""
    if has_second_factor(request.user):
        return redirect("me")
    return render(request, "core/invitation_accepted.html")
