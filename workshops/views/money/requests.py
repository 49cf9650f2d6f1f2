"""A partner's requests for reimbursement: begun, looked at, sent, taken back."""

from functools import partial, wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.actions.partnering import contact_of
from applications.registry import acting_for_money
from plp.core import files
from plp.core.days import pacific_today
from plp.core.methods import get_or_post, sent, taken
from plp.core.workflow import TransitionError
from workshops.actions import claiming, showing
from workshops.forms.money.requests import InvoiceForm, LineForm, PaperForm, SendForm
from workshops.models import Reimbursement
from workshops.money import expenses, paper
from workshops.money import requests as page
from workshops.money.periods import period_of
from workshops.money.shown import shown

RELATED = [
    "partner_year__partner__region",
    "partner_year__program_year",
    "cohort__course",
    "cohort__school_year",
    "event",
    "batch",
]


@never_cache
@require_safe
def requests(request, pk):
    """What can be asked for today, and all that was asked for."""
    return _list(request, acting_for_money(request, pk))


def beginning(view):
    """Decorate a view (request, partner, …) that begins a request by POST, and returns it."""

    @never_cache
    @get_or_post
    @wraps(view)
    def answer(request, pk, **keys):
        partner = acting_for_money(request, pk)
        if request.method != "POST":
            return redirect("workshops:requests", pk)
        try:
            begun = view(request, partner, **keys)
        except TransitionError as error:
            return _list(request, partner, problem=str(error))
        return redirect("workshops:request", pk, begun.pk)

    return answer


@beginning
def begin(request, partner, cohort_pk):
    cohort = get_object_or_404(partner.cohorts, pk=cohort_pk)
    return claiming.begin(cohort, on=pacific_today())


@beginning
def begin_event(request, partner, event_pk):
    event = get_object_or_404(partner.community_events, pk=event_pk)
    return claiming.begin_event(event, on=pacific_today())


@never_cache
@get_or_post
def begin_invoice(request, pk):
    """Begin a request for something else that was paid."""
    partner = acting_for_money(request, pk)
    if not request.acting.handles_money:
        messages.error(request, "Your program managers, and who handles money, ask for it.")
        return redirect("workshops:requests", pk)
    today = pacific_today()
    form = InvoiceForm(sent(request))
    if request.method == "POST" and form.is_valid():
        take = partial(claiming.begin_invoice, partner, on=today, **form.cleaned_data)
        if begun := taken(form, take, "of_day"):
            return redirect("workshops:request", pk, begun.pk)
    last = expenses.Rules(partner).claim_by(today)
    days = (last - today).days if last else None
    return _show(request, "invoice", form=form, within=days)


@never_cache
@require_safe
def one(request, pk, request_pk):
    return request_page(request, find(acting_for_money(request, pk), request_pk))


@never_cache
@require_safe
def pdf(request, pk, request_pk):
    partner = acting_for_money(request, pk)
    found, today = find(partner, request_pk), pacific_today()
    content = paper.as_pdf(found, shown(found, today), contact=contact_of(partner), on=today)
    return files.as_pdf(content, f"request-{found.code}.pdf", is_saved=True)


def posted(view):
    """Decorate a view (request, reimbursement, …) that is posted to by who may ask for money.

    Who comes by its address, as after signing in anew, is led to the request.
    """

    @never_cache
    @get_or_post
    @wraps(view)
    def answer(request, pk, request_pk, **keys):
        found = find(acting_for_money(request, pk), request_pk)
        if request.method != "POST":
            return redirect("workshops:request", pk, request_pk)
        return view(request, found, **keys)

    return answer


@posted
def send(request, found):
    form = SendForm(request.POST)
    if not form.is_valid():
        return request_page(request, found, send_form=form)
    try:
        claiming.send(found, by=request.user, on=pacific_today(), **form.cleaned_data)
    except TransitionError as error:
        found.refresh_from_db(fields=["status"])
        note = SendForm(initial={"note": form.cleaned_data["note"]})
        return request_page(request, found, problem=str(error), send_form=note)
    messages.success(request, f"Request {found.code} is sent. We look at it, and write to you.")
    return redirect("workshops:request", found.partner.pk, found.pk)


@posted
def withdraw(request, found):
    try:
        claiming.withdraw(found, by=request.user)
    except TransitionError as error:
        found.refresh_from_db(fields=["status"])
        return request_page(request, found, problem=str(error))
    messages.success(request, f"Request {found.code} is withdrawn.")
    return redirect("workshops:requests", found.partner.pk)


# What the pages share


def find(partner, key) -> Reimbursement:
    """Return a request of a partner, or answer as if there were none."""
    found = Reimbursement.objects.of(partner).select_related(*RELATED)
    return get_object_or_404(found, pk=key)


def request_page(request, found, **context):
    """Show a request, and what can be done with it."""
    today = pacific_today()
    note, seen = {"note": found.note}, shown(found, today)
    more = {
        "reimbursement": found,
        "shown": seen,
        "period": found.period,
        "papers": found.files.all(),
        "moves": list(found.changes.all()),
        "today": today,
        "may_claim": request.acting.handles_money,
        "most_papers": showing.MOST_PAPERS,
        "claim_by": _claim_by(found),
        "send_form": SendForm(initial=note),
        "line_form": LineForm(initial={"after": len(seen.rows)}),
        "paper_form": PaperForm(initial={"role": "receipt"}),
    }
    more |= context
    _renew_stamp(more["send_form"], more["shown"].seen)
    return _show(request, "request", **more)


def _renew_stamp(form, seen):
    """Let the form say that what stands on the page now was seen."""
    form.initial["seen"] = seen
    if form.is_bound:
        form.data = form.data.copy()
        form.data["seen"] = seen


def _claim_by(found):
    if found.is_of_cohort or found.status != Reimbursement.Status.DRAFT:
        return None  # one that was sent in time can be sent again at any time
    return expenses.Rules(found.partner).claim_by(expenses.day_of(found))


def _list(request, partner, **context):
    today = pacific_today()
    listed = page.listed(partner, request.GET.get("p"))
    more = {
        "listed": listed,
        "groups": page.groups_of(partner, listed.with_partner, today),
        "events": expenses.claimable_events(partner, today),
        "period": period_of(today),
        "may_claim": request.acting.handles_money,
        "today": today,
    }
    return _show(request, "list", **more | context)


def _show(request, template, **context):
    shared = {"signed_in": True, "partner": request.acting.partner}
    return render(request, f"workshops/money/requests/{template}.html", shared | context)
