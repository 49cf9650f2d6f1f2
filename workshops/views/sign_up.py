"""The public page of a workshop, on which teachers sign up, and its QR code for who runs it."""

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plp.core import limits, qr
from plp.core.guard import typed
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError
from workshops import in_public
from workshops.acting import workshop_of
from workshops.actions import enrolling
from workshops.forms.sign_up import SignUpForm

WRITTEN_TO = "signed-up"  # the cookie that lets the next page say to whom we have written
SHORT_WHILE = 10 * 60  # seconds
TOO_LATE = "Sign-up has just closed, so nothing was sent."


def _found(code):
    found = in_public.find(code, timezone.now())
    if found is None:
        raise Http404
    return found


@login_not_required
@never_cache
@get_or_post
def public(request, code):
    """Say what a workshop is, and let teachers sign up for it, or say why they cannot."""
    found = _found(code)
    button = "Join the waiting list" if found.is_full else "Sign up"
    form = SignUpForm(request.POST or None, button=button)
    if request.method == "POST":
        limits.spend(request, "sign-up", key=f"{found.workshop.pk} {request.POST.get('email', '')}")
        if form.is_valid() and _is_sent(found, form):
            return _sent(request, found, form)
        found = _found(code)  # it may have closed meanwhile
    context = {"found": found, "workshop": found.workshop, "form": form}
    return render(request, "workshops/sign_up/public.html", context | _lost(request, found))


def _is_sent(found, form):
    """Take in what was sent; what fell into the trap is answered as ever, and not kept."""
    if form.is_trapped:
        return True
    try:
        if enrolling.sign_up(found.workshop, **form.said):
            return True
        form.add_error(None, TOO_LATE)
    except TransitionError as refusal:
        form.add_error("email", str(refusal))
    return False


def _sent(request, found, form):
    """Lead to a page that is the same for everybody: what became of it is told by mail alone."""
    address = reverse("workshops:workshop-signed-up", args=[found.workshop.code])
    response = redirect(address)
    response.set_cookie(
        WRITTEN_TO,
        signing.dumps(form.cleaned_data["email"], salt=WRITTEN_TO),
        max_age=SHORT_WHILE,
        path=address,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _lost(request, found):
    """Return what was typed where there is no form any more to show it in."""
    return {} if found.is_open else {"typed": typed(request.POST)}


@login_not_required
@never_cache
@require_safe
def signed_up(request, code):
    found = _found(code)
    context = {"found": found, "workshop": found.workshop, "written_to": _written_to(request)}
    return render(request, "workshops/sign_up/sent.html", context)


def _written_to(request):
    given = request.COOKIES.get(WRITTEN_TO, "")
    try:
        return signing.loads(given, salt=WRITTEN_TO, max_age=SHORT_WHILE)
    except signing.BadSignature:
        return ""


@never_cache
@require_safe
def poster(request, pk, workshop_pk):
    """Show the public address of a workshop in large, to be printed or put on a screen."""
    workshop = workshop_of(request, pk, workshop_pk)
    address = in_public.address(workshop)
    context = {
        "signed_in": True,
        "partner": request.acting.partner,
        "workshop": workshop,
        "address": address,
        "qr": qr.svg(address, says=f"QR code of {address}"),
    }
    return render(request, "workshops/sign_up/poster.html", context)
