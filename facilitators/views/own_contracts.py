"""A facilitator's contracts: read, signed, declined."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilitators.acting import facilitator_of, own_page
from facilitators.actions import signing
from facilitators.forms.signing import DeclineForm, SignForm
from facilitators.models import Contract, Signature
from facilitators.progress import timeline, waits_for
from facilitators.views.documents import give
from facilitators.views.signing import RELATED, document_of, signed_by
from plp.core.days import pacific_today
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError

SIDE = Signature.Side.FACILITATOR

own_page("Contracts", "facilitators:own-contracts", 20)


@never_cache
@require_safe
def contracts(request):
    """All that they were offered: what waits for them first."""
    facilitator = facilitator_of(request)
    on = pacific_today()
    found = facilitator.contracts.ever_offered().select_related("partner", "school_year")
    rows = [(contract, waits_for(contract, on, is_own=True)) for contract in found]
    waiting = [row for row in rows if row[0].status == Contract.Status.OFFERED]
    others = [row for row in rows if row[0].status != Contract.Status.OFFERED]
    context = {"signed_in": True, "waiting": waiting, "others": others}
    return render(request, "facilitators/own/contracts.html", context)


@never_cache
@get_or_post
def contract(request, contract_pk):
    """One contract, which they read and sign here."""
    found = _own(request, contract_pk)
    form = SignForm(request.POST if request.method == "POST" else None, contract=found, side=SIDE)
    if request.method == "POST" and signed_by(request, form, found, signing.sign):
        done = "signed" if found.paper == Contract.Paper.ONLINE else "confirmed"
        messages.success(request, f"You have {done} contract {found.code}. Now the partner does.")
        return redirect("facilitators:own-contract", found.pk)
    on = pacific_today()
    context = {
        "signed_in": True,
        "contract": found,
        "partner_name": str(found.partner),
        "waits_for": waits_for(found, on, is_own=True),
        "timeline": timeline(found),
        "form": form,
        "can_sign": found.status == Contract.Status.OFFERED and on <= found.answer_by,
        **document_of(found),
    }
    return render(request, "facilitators/own/contract.html", context)


@never_cache
@get_or_post
def decline(request, contract_pk):
    """Say no to an offer, and why."""
    found = _own(request, contract_pk)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            signing.decline(found, by=request.user, reason=form.cleaned_data["reason"])
        except TransitionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"You have declined contract {found.code}.")
            return redirect("facilitators:own-contract", found.pk)
    context = {
        "signed_in": True,
        "contract": found,
        "form": form,
        "is_open": found.status == Contract.Status.OFFERED,
    }
    return render(request, "facilitators/own/decline.html", context)


@never_cache
@require_safe
def document(request, contract_pk, document_pk):
    return give(request, _own(request, contract_pk), document_pk)


def _own(request, pk):
    """Return a contract of who asks; note whoever posts to somebody else's."""
    facilitator = facilitator_of(request)
    theirs = facilitator.contracts.ever_offered().select_related(*RELATED)
    if request.method == "POST" and not theirs.filter(pk=pk).exists():
        signing.refused(request.resolver_match.view_name, pk, request.user, signing.NOT_YOURS)
    return get_object_or_404(theirs, pk=pk)
