"""A partner's contracts: read, offered, taken back; their documents; what their pages share."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.registry import Right, acting_for, for_managers, portal_page
from facilitators import contract_pages as page
from facilitators import documents
from facilitators.actions import offering, signing
from facilitators.forms.contracts import WithdrawForm
from facilitators.lacking import courses_lacking
from facilitators.models import Contract
from facilitators.views.documents import give
from plp.core.days import pacific_today
from plp.core.methods import get_or_post
from plp.core.texts import in_a_row
from plp.core.workflow import TransitionError

READ_ONLY = "Your program managers draw up and offer contracts; you read here what they do."
RELATED = ["partner__region", "facilitator", "school_year", "template", "replaces", "by"]

portal_page("Contracts", "facilitators:contracts", 27)


def managed(view):
    """Decorate the view of a form that only who may manage fills in; others are led to the list."""

    @for_managers("facilitators:contracts", read_only=READ_ONLY, over=offering.ENDED)
    @wraps(view)
    def answer(request, partner, **keys):
        if "contract_pk" in keys:
            return view(request, find_one(partner, keys["contract_pk"]))
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
        found = find_one(acting_for(request, pk, Right.MANAGE), contract_pk)
        return view(request, found) if request.method == "POST" else back_to(found)

    return answer


@never_cache
@require_safe
def contracts(request, pk):
    """All contracts of a partner, by school year, with what waits for whom."""
    partner = acting_for(request, pk)
    found = partner.contracts.select_related("facilitator", "school_year")
    return show(request, "list", years=page.years(found, pacific_today()))


@never_cache
@require_safe
def contract(request, pk, contract_pk):
    return contract_page(request, find_one(acting_for(request, pk), contract_pk))


@posted
def send(request, contract):
    """Offer a contract to its facilitator."""
    try:
        offering.offer(contract, by=request.user, on=pacific_today())
    except TransitionError as error:
        return contract_page(request, read_again(contract), problem=str(error))
    return done(request, contract, "Offered")


@posted
def send_again(request, contract):
    try:
        offering.send_again(contract, by=request.user, on=pacific_today())
    except TransitionError as error:
        return contract_page(request, read_again(contract), problem=str(error))
    return done(request, contract, "Sent the mail again")


@managed
def withdraw(request, contract):
    form = WithdrawForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            offering.withdraw(contract, by=request.user, **form.cleaned_data)
        except TransitionError as error:
            form.add_error(None, str(error))
        else:
            return done(request, contract, "Withdrawn")
    return show(request, "withdraw", form=form, contract=contract)


@never_cache
@require_safe
def document(request, pk, contract_pk, document_pk):
    """A kept document: read here, or with ?save=1 to be saved."""
    return give(request, readable(request, pk, contract_pk), document_pk)


# What the pages share


def find_one(partner, key) -> Contract:
    return get_object_or_404(partner.contracts.select_related(*RELATED), pk=key)


def readable(request, pk, key):
    """Return a contract for who may read what it says, or answer as if there were none."""
    found = find_one(acting_for(request, pk), key)
    if not page.may_read(request.acting):
        raise Http404("Documents are for members with a right.")
    return found


def read_again(contract):
    return find_one(contract.partner, contract.pk)


def contract_page(request, contract, **context):
    """Show a contract, and what can be done with it."""
    today = pacific_today()
    is_draft = contract.status == Contract.Status.DRAFT
    lacking = courses_lacking(contract, today) if contract.is_unmade else []
    more = {
        "contract": contract,
        "entry": page.entry(contract, today),
        "terms": documents.terms_of(contract),
        "documents": contract.files.all(),
        "signatories": signing.signatories(request.acting.members, contract),
        "moves": [_moved(contract, move) for move in contract.changes.select_related("by")],
        "lacking": in_a_row([course.name for course in lacking]) if lacking else "",
        "why_not": offering.why_not_offered(contract, today) if is_draft else "",
    }
    return show(request, "contract", **more | context)


def _moved(contract, move):
    """Return a move as (what, who, it); of the facilitator's account nothing is shown."""
    is_theirs = move.by_id and move.by_id == contract.facilitator.user_id
    who = contract.facilitator if is_theirs else move.by
    return Contract.Status(move.new).label, who, move


def sent(request):
    return request.POST if request.method == "POST" else None


def done(request, contract, what):
    messages.success(request, f"{what}: the contract with {contract.facilitator}.")
    return back_to(contract)


def address_of(contract):
    return reverse("facilitators:contract", args=[contract.partner_id, contract.pk])


def back_to(contract):
    return redirect(address_of(contract))


def show(request, template, **context):
    shared = {
        "signed_in": True,
        "partner": request.acting.partner,
        "may_read": page.may_read(request.acting),
        "may_sign": request.acting.may(Right.SIGN),
    }
    return render(request, f"facilitators/contracts/{template}.html", shared | context)
