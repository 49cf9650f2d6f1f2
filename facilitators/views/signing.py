"""Signing a contract for a partner, and ending one early; what both sides' pages share."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from applications.registry import Right, acting_for
from facilitators import documents
from facilitators.actions import signing
from facilitators.contract_pages import may_read
from facilitators.emails import signing as emails
from facilitators.forms.signing import EndForm, SignForm
from facilitators.models import Contract, ContractFile, Signature
from facilitators.progress import timeline, waits_for
from plp.core import limits
from plp.core.days import pacific_today
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError

RELATED = ["partner__region", "facilitator", "school_year", "template", "replaces"]
SIDE = Signature.Side.PARTNER
ENDS = (Right.MANAGE, Right.SIGN)


@never_cache
@get_or_post
def sign(request, pk, contract_pk):
    """A contract as who signs for the partner reads and signs it."""
    partner, found = _of_partner(request, pk, contract_pk, Right.SIGN)
    form = SignForm(request.POST if request.method == "POST" else None, contract=found, side=SIDE)
    if request.method == "POST" and signed_by(request, form, found, signing.sign_for_partner):
        messages.success(request, f"Contract {found.code} is in force.")
        return redirect("facilitators:contract", partner.pk, found.pk)
    on = pacific_today()
    is_open = found.status == Contract.Status.SIGNED and on <= found.answer_by
    context = {
        "signed_in": True,
        "partner": partner,
        "partner_name": str(partner),
        "contract": found,
        "waits_for": waits_for(found, on),
        "timeline": timeline(found),
        "form": form,
        "is_open": is_open,
        "is_same_person": found.facilitator.user_id == request.user.pk,
        "may_sign": request.acting.may(Right.SIGN),
        "obstacle": signing.why_not_accredited(found, on) if is_open else "",
        "signatories": signing.signatories(request.acting.members, found),
        **document_of(found),
    }
    return render(request, "facilitators/signing/sign.html", context)


@never_cache
@get_or_post
def end(request, pk, contract_pk):
    """Give a contract in force an earlier last day, and say why."""
    partner, found = _of_partner(request, pk, contract_pk, *ENDS)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            signing.end_early(found, by=request.user, on=pacific_today(), **form.cleaned_data)
        except TransitionError as error:
            form.add_error(getattr(error, "field", None), str(error))
        else:
            messages.success(request, f"Contract {found.code} ends early. The facilitator is told.")
            return redirect("facilitators:contract", partner.pk, found.pk)
    context = {
        "signed_in": True,
        "partner": partner,
        "contract": found,
        "form": form,
        "may_end": request.acting.may(*ENDS) and found.status == Contract.Status.IN_FORCE,
    }
    return render(request, "facilitators/signing/end.html", context)


def signed_by(request, form, contract, step) -> bool:
    """Take a signature that was posted; put what is wrong beside its field."""
    if not form.is_valid():
        return False
    said = {
        "name": form.cleaned_data["name"],
        "consent": request.POST.get("consent", ""),  # as it stood there when the page was opened
        "sha256": request.POST.get("sha256", ""),
        "address": limits.whole_address(request),
    }
    on = pacific_today()
    try:
        step(contract, by=request.user, on=on, **said)
    except TransitionError as error:
        form.add_error(getattr(error, "field", None), str(error))
        if isinstance(error, documents.Altered):
            emails.altered(signing.read_by(contract), on=on)
        return False
    return True


def document_of(contract: Contract) -> dict:
    """Return what both sides' pages say of a contract's documents and terms."""
    files = {file.role: file for file in contract.files.defer("words")}
    return {
        "document": files.get(contract.role_to_sign),
        "signed": files.get(ContractFile.Role.SIGNED),
        "signatures": contract.signatures.all(),
        "terms": documents.terms_of(contract),
    }


def _of_partner(request, pk, key, *rights):
    """Return a partner and a contract of it; note whoever posts without the right to."""
    try:
        partner = acting_for(request, pk, *rights)
    except PermissionDenied:
        view = request.resolver_match.view_name
        signing.refused(view, key, request.user, signing.NOT_FOR_PARTNER)
        raise
    if not may_read(request.acting):
        raise Http404("What a contract says is for members with a right.")
    theirs = partner.contracts.exclude(status=Contract.Status.DRAFT).select_related(*RELATED)
    return partner, get_object_or_404(theirs, pk=key)
