"""A partner's contracts: drawn up, offered, taken back, amended; their documents."""

from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.registry import Right, acting_for, portal_page
from facilitators import contract_pages as page
from facilitators import documents
from facilitators.actions import offering, signing
from facilitators.forms.contracts import ContractForm, WithdrawForm
from facilitators.lacking import courses_lacking
from facilitators.models import Contract, ContractTemplate, Facilitator
from facilitators.views.documents import give
from plp.core import files, limits, uploads
from plp.core.days import pacific_today
from plp.core.keys import key_in
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError

READ_ONLY = "Your program managers draw up and offer contracts; you read here what they do."
MOST_FOUND = 20
RELATED = ["partner__region", "facilitator", "school_year", "template", "replaces", "by"]

portal_page("Contracts", "facilitators:contracts", 27)


def managed(view):
    """Decorate the view of a form that only who may manage fills in; others are led to the list."""

    @never_cache
    @get_or_post
    @wraps(view)
    def answer(request, pk, **keys):
        partner = acting_for(request, pk, Right.MANAGE)
        if not request.acting.may_manage:
            messages.error(request, offering.ENDED if partner.ended_on else READ_ONLY)
            return redirect("facilitators:contracts", pk)
        if "contract_pk" in keys:
            return view(request, _find(partner, keys["contract_pk"]))
        return view(request, partner)

    return answer


def posted(view):
    """Decorate a view of a contract that is posted to by who may manage it.

    Who comes by its address, as after signing in anew, is led to the contract.
    """

    @never_cache
    @get_or_post
    @wraps(view)
    def answer(request, pk, contract_pk):
        found = _find(acting_for(request, pk, Right.MANAGE), contract_pk)
        return view(request, found) if request.method == "POST" else _back_to(found)

    return answer


@never_cache
@require_safe
def contracts(request, pk):
    """All contracts of a partner, by school year, with what waits for whom."""
    partner = acting_for(request, pk)
    found = partner.contracts.select_related("facilitator", "school_year")
    return _show(request, "list", years=page.years(found, pacific_today()))


@never_cache
@require_safe
def contract(request, pk, contract_pk):
    return _contract_page(request, _find(acting_for(request, pk), contract_pk))


@managed
def new(request, partner):
    """Draw up a contract: choose with whom, then what is agreed."""
    key = key_in(request.GET.get("facilitator"))
    facilitator = Facilitator.objects.listed().filter(pk=key).first()
    if facilitator is None:
        return _choose(request, partner)
    draft = Contract(partner=partner, facilitator=facilitator)
    form = ContractForm(_sent(request), instance=draft, on=pacific_today())
    if request.method == "POST" and form.is_valid():
        courses = form.cleaned_data["courses"]
        made = offering.draw_up(form.save(commit=False), courses, by=request.user)
        messages.success(request, f"Drawn up: the contract with {facilitator}. Now look it over.")
        return _back_to(made)
    return _form(request, form, reverse("facilitators:contracts", args=[partner.pk]))


def _choose(request, partner):
    """Let somebody look for a facilitator by name."""
    name = request.GET.get("name", "").strip()[:120]
    found = Facilitator.objects.listed().filter(name__icontains=name) if name else []
    return _show(request, "choose", name=name, found=found[: MOST_FOUND + 1], most=MOST_FOUND)


@managed
def change(request, contract):
    if contract.status != Contract.Status.DRAFT:
        messages.error(request, offering.AS_IT_WAS)
        return _back_to(contract)
    form = ContractForm(_sent(request), instance=contract, on=pacific_today())
    if request.method == "POST" and form.is_valid():
        try:
            offering.change_draft(form.instance, form.cleaned_data["courses"])
        except TransitionError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, contract, "Saved")
    return _form(request, form, _address(contract))


def _form(request, form, cancel):
    contract = form.instance
    return _show(
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
def send(request, contract):
    """Offer a contract to its facilitator."""
    try:
        offering.offer(contract, by=request.user, on=pacific_today())
    except TransitionError as error:
        return _contract_page(request, _again(contract), problem=str(error))
    return _done(request, contract, "Offered")


@posted
def send_again(request, contract):
    try:
        offering.send_again(contract, on=pacific_today())
    except TransitionError as error:
        return _contract_page(request, _again(contract), problem=str(error))
    return _done(request, contract, "Sent the mail again")


@posted
def amend(request, contract):
    """Draw up what is to replace a contract in force, and lead to its form."""
    try:
        amendment = offering.amend(contract, by=request.user)
    except TransitionError as error:
        return _contract_page(request, _again(contract), problem=str(error))
    if amendment.status != Contract.Status.DRAFT:
        messages.error(request, "This amendment is offered already.")
        return _back_to(amendment)
    return redirect("facilitators:contract-change", amendment.partner_id, amendment.pk)


@managed
def withdraw(request, contract):
    form = WithdrawForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            offering.withdraw(contract, by=request.user, **form.cleaned_data)
        except TransitionError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, contract, "Withdrawn")
    is_out = contract.status in offering.NOT_MADE
    return _show(request, "withdraw", form=form, contract=contract, is_out=is_out)


@posted
def add_document(request, contract):
    """Keep the paper that is signed outside."""
    refused = _keep_document(request, contract)
    if refused:
        return _contract_page(request, _again(contract), refused=refused)
    return _done(request, contract, "Uploaded the document")


def _keep_document(request, contract):
    """Keep the file that was sent along; return why it was not kept, or nothing."""
    upload, too_large = request.FILES.get("file"), uploads.too_large(request)
    if "file" in too_large:
        return f"{files.clean_name(too_large['file'])} was not kept. {uploads.TOO_LARGE}"
    if not upload:
        return "Choose a file first, then press Upload."
    limits.spend(request, "upload", key=f"contract-{contract.pk}")
    try:
        offering.add_document(contract, upload)
    except (files.NotTaken, TransitionError) as error:
        return f"{files.clean_name(upload.name)} was not kept. {error}"
    return ""


@never_cache
@require_safe
def preview(request, pk, contract_pk):
    """A draft as the PDF that it would be offered as."""
    found = _read(request, pk, contract_pk)
    if found.status != Contract.Status.DRAFT or found.template is None:
        raise Http404("Only a draft that is signed here has a preview.")
    return _pdf(documents.offer_pdf(found), f"draft-{found.code}.pdf")


@never_cache
@require_safe
def document(request, pk, contract_pk, document_pk):
    """A kept document: read here, or with ?save=1 to be saved."""
    return give(request, _read(request, pk, contract_pk), document_pk)


# What the pages share


def _find(partner, key) -> Contract:
    return get_object_or_404(partner.contracts.select_related(*RELATED), pk=key)


def _read(request, pk, key):
    """Return a contract for who may read what it says, or answer as if there were none."""
    found = _find(acting_for(request, pk), key)
    if not page.may_read(request.acting):
        raise Http404("Documents are for members with a right.")
    return found


def _again(contract):
    return _find(contract.partner, contract.pk)


def _contract_page(request, contract, **context):
    """Show a contract, and what can be done with it."""
    today = pacific_today()
    is_draft = contract.status == Contract.Status.DRAFT
    is_open = contract.status in offering.NOT_MADE
    lacking = courses_lacking(contract, today) if is_open else []
    more = {
        "contract": contract,
        "entry": page.entry(contract, today),
        "terms": documents.terms_of(contract),
        "documents": contract.files.all(),
        "signatories": signing.signatories(request.acting.members, contract),
        "moves": [(Contract.Status(m.new).label, m) for m in contract.changes.select_related("by")],
        "lacking": offering.courses_in_words(lacking) if lacking else "",
        "why_not": offering.why_not_offered(contract, today) if is_draft else "",
    }
    return _show(request, "contract", **more | context)


def _pdf(content, name):
    return HttpResponse(
        content,
        content_type=files.CONTENT_TYPES["pdf"],
        headers={
            "Content-Disposition": f'inline; filename="{_plain(name)}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _plain(name):
    """Return a file's name with nothing in it that a header could not hold."""
    safe = files.clean_name(name).encode("ascii", "replace").decode()
    return safe.replace("?", "_").replace('"', "_").replace("\\", "_")


def _sent(request):
    return request.POST if request.method == "POST" else None


def _done(request, contract, what):
    messages.success(request, f"{what}: the contract with {contract.facilitator}.")
    return _back_to(contract)


def _address(contract):
    return reverse("facilitators:contract", args=[contract.partner_id, contract.pk])


def _back_to(contract):
    return redirect(_address(contract))


def _show(request, template, **context):
    shared = {
        "signed_in": True,
        "partner": request.acting.partner,
        "may_read": page.may_read(request.acting),
        "may_sign": request.acting.may(Right.SIGN),
    }
    return render(request, f"facilitators/contracts/{template}.html", shared | context)
