"""A partner draws up contracts and amendments, and keeps the paper that is signed outside."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilitators import documents
from facilitators.actions import drafting
from facilitators.forms.contracts import ContractForm
from facilitators.models import Contract, ContractTemplate, Facilitator
from facilitators.views.contracts import (
    address_of,
    back_to,
    contract_page,
    done,
    managed,
    posted,
    read_again,
    readable,
    sent,
    show,
)
from plp.core import files, limits, uploads
from plp.core.days import pacific_today
from plp.core.keys import key_in
from plp.core.workflow import TransitionError

MOST_FOUND = 20


@managed
def new(request, partner):
    """Draw up a contract: choose with whom, then what is agreed."""
    key = key_in(request.GET.get("facilitator"))
    facilitator = Facilitator.objects.listed().filter(pk=key).first()
    if facilitator is None:
        return _choose(request, partner)
    draft = Contract(partner=partner, facilitator=facilitator)
    form = ContractForm(sent(request), instance=draft, on=pacific_today())
    if request.method == "POST" and form.is_valid():
        courses = form.cleaned_data["courses"]
        made = drafting.draw_up(form.save(commit=False), courses, by=request.user)
        messages.success(request, f"Drawn up: the contract with {facilitator}. Now look it over.")
        return back_to(made)
    return _form(request, form, reverse("facilitators:contracts", args=[partner.pk]))


def _choose(request, partner):
    """Let somebody look for a facilitator by name."""
    name = request.GET.get("name", "").strip()[:120]
    found = Facilitator.objects.listed().filter(name__icontains=name) if name else []
    return show(request, "choose", name=name, found=found[: MOST_FOUND + 1], most=MOST_FOUND)


@managed
def change(request, contract):
    if contract.status != Contract.Status.DRAFT:
        messages.error(request, drafting.AS_IT_WAS)
        return back_to(contract)
    form = ContractForm(sent(request), instance=contract, on=pacific_today())
    if request.method == "POST" and form.is_valid():
        try:
            drafting.change_draft(form.instance, form.cleaned_data["courses"])
        except TransitionError as error:
            form.add_error(None, str(error))
        else:
            return done(request, contract, "Saved")
    return _form(request, form, address_of(contract))


def _form(request, form, cancel):
    contract = form.instance
    return show(
        request,
        "draft",
        form=form,
        contract=contract,
        facilitator=contract.facilitator,
        has_years=form.fields["school_year"].queryset.exists(),
        has_texts=ContractTemplate.objects.offered().exists(),
        cancel=cancel,
    )


@posted
def amend(request, contract):
    """Draw up what is to replace a contract in force, and lead to its form."""
    try:
        amendment = drafting.amend(contract, by=request.user)
    except TransitionError as error:
        return contract_page(request, read_again(contract), problem=str(error))
    if amendment.status != Contract.Status.DRAFT:
        messages.error(request, "This amendment is offered already.")
        return back_to(amendment)
    return redirect("facilitators:contract-change", amendment.partner_id, amendment.pk)


@posted
def add_document(request, contract):
    """Keep the paper that is signed outside."""
    refused = _keep_document(request, contract)
    if refused:
        return contract_page(request, read_again(contract), refused=refused)
    return done(request, contract, "Uploaded the document")


def _keep_document(request, contract):
    """Keep the file that was sent along; return why it was not kept, or nothing."""
    upload, too_large = request.FILES.get("file"), uploads.too_large(request)
    if "file" in too_large:
        return f"{files.clean_name(too_large['file'])} was not kept. {uploads.TOO_LARGE}"
    if not upload:
        return "Choose a file first, then press Upload."
    limits.spend(request, "upload", key=f"contract-{contract.pk}")
    try:
        drafting.add_document(contract, upload)
    except (files.NotTaken, TransitionError) as error:
        return f"{files.clean_name(upload.name)} was not kept. {error}"
    return ""


@never_cache
@require_safe
def preview(request, pk, contract_pk):
    """A draft as the PDF that it would be offered as."""
    found = readable(request, pk, contract_pk)
    if found.status != Contract.Status.DRAFT or found.template is None:
        raise Http404("Only a draft that is signed here has a preview.")
    return files.as_pdf(documents.offer_pdf(found), f"draft-{found.code}.pdf")
