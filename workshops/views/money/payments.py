"""What a partner owes facilitators and teachers: read, approved, paid, set right, answered."""

import re
from decimal import Decimal
from functools import wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.registry import acting_for_money
from plp.core import files
from plp.core.days import pacific_today
from plp.core.methods import get_or_post, sent, taken
from plp.core.workflow import TransitionError
from workshops.actions import objecting, paying
from workshops.forms.money.paying import AnswerForm, BackForm, CorrectionForm, PaidForm
from workshops.models import Objection, Payable, PayableFile, PayableLine
from workshops.money.payments import Sum, board_of, rows_of, seen_by_partner, without_contract

Status = Payable.Status
READ_ONLY = (
    "Who manages the program or handles money for you does this; you read here what they do."
)
NONE_CHOSEN = "Tick at least one payment of the list first."
UNSEEN = "Look at its sum first."
CHOSEN = re.compile(r"(\d{1,15})(?::(-?\d{1,12}\.\d\d))?")


def with_right(view):
    """Decorate a view of steps: (request, partner, …); who only reads is led to the list."""

    @never_cache
    @get_or_post
    @wraps(view)
    def answer(request, pk, **keys):
        partner = acting_for_money(request, pk)
        if not request.acting.handles_money:
            messages.error(request, READ_ONLY)
            return redirect("workshops:payments", pk)
        return view(request, partner, **keys)

    return answer


@never_cache
@require_safe
def payments(request, pk):
    partner = acting_for_money(request, pk)
    board = board_of(partner, request.GET.get("year"))
    missing = without_contract(partner)
    return _show(request, "list", board=board, on=pacific_today(), missing=missing)


@never_cache
@require_safe
def payment(request, pk, payable_pk):
    partner = acting_for_money(request, pk)
    found = _find(partner, payable_pk)
    moves = found.changes.select_related("by")
    return _show(request, "payment", seen=seen_by_partner(found), moves=moves, on=pacific_today())


@never_cache
@require_safe
def receipt(request, pk, payable_pk, receipt_pk):
    """Give back a receipt of travel."""
    partner = acting_for_money(request, pk)
    of_partner = {"line__payable": payable_pk, "line__payable__partner": partner}
    found = get_object_or_404(PayableFile, pk=receipt_pk, **of_partner)
    return files.as_attachment(found.file, found.name, found.kind)


@with_right
def approve(request, partner):
    """Approve one payment or several, after a look at them together."""

    def take(payable, seen):
        paying.approve(payable, by=request.user, seen=seen)

    return _many(request, partner, Status.PROPOSED, take, "approved")


@with_right
def pay(request, partner):
    """Say of one payment or several that they are paid, on which day and how they are found."""
    on = pacific_today()
    form = PaidForm(sent(request), on=on, initial={"paid_on": on})

    def take(payable, seen):
        paying.mark_paid(payable, by=request.user, seen=seen, on=on, **form.cleaned_data)

    return _many(request, partner, Status.APPROVED, take, "paid", form)


def _many(request, partner, status, take, done, form=None):
    """Show the payments that are chosen, or take a step with each; those with which it is refused
    are shown again, with why and with what was typed."""
    chosen = _chosen(request)
    found = {row.pk: row for row in rows_of(partner).filter(pk__in=chosen)}
    refusals = []
    if request.method == "POST" and (form is None or form.is_valid()):
        refusals = _refusals(found, chosen, take)
        if number := len(found) - len(refusals):
            are = "payment is" if number == 1 else "payments are"
            messages.success(request, f"{number} {are} {done}. Each payee gets a mail.")
        if not refusals:
            return redirect("workshops:payments", partner.pk)
        found = {row.pk: row for row in rows_of(partner).filter(pk__in=chosen)}
    rows = [row for row in found.values() if row.status == status]
    if not (rows or refusals):
        messages.error(request, NONE_CHOSEN)
        return redirect("workshops:payments", partner.pk)
    for row in rows:
        row.seen = f"{row.total:.2f}"
    context = {"form": form, "refusals": refusals, "chosen": Sum(rows), "on": pacific_today()}
    return _show(request, done, **context)


def _chosen(request):
    """Return {key: dollars that were seen, None on the way to a look} of the payments chosen."""
    given = request.POST if request.method == "POST" else request.GET
    said = filter(None, map(CHOSEN.fullmatch, given.getlist("payable")))
    return {int(each[1]): each[2] and Decimal(each[2]) for each in said}


def _refusals(found, chosen, take):
    """Take a step with each, and return (payment, why) of those with which it is refused."""
    refusals = []
    for key, payable in found.items():
        if chosen[key] is None:
            refusals.append((payable, UNSEEN))
            continue
        try:
            take(payable, chosen[key])
        except TransitionError as refusal:
            refusals.append((payable, str(refusal)))
    return refusals


@with_right
def send_back(request, partner, payable_pk):
    """Take an approval back, with a word."""
    found = _find(partner, payable_pk)
    form = BackForm(sent(request))

    def take():
        paying.send_back(found, by=request.user, now=timezone.now(), **form.cleaned_data)

    if _is_done(request, form, take):
        messages.success(request, f"The approval is taken back. {found.payee} gets a mail.")
        return _back_to(found)
    return _show(request, "send_back", form=form, payable=found)


@with_right
def correct(request, partner, payable_pk):
    """Add a line by hand: to this payment, or to a correction of it."""
    found = _find(partner, payable_pk)
    form = CorrectionForm(sent(request))

    def take():
        said = {"by": request.user, "now": timezone.now(), **form.cleaned_data}
        return paying.add_correction(found, **said)

    if made := _is_done(request, form, take):
        messages.success(request, "The line is added. Approve the payment, and its payee hears.")
        return _back_to(made)
    return _show(request, "correct", form=form, payable=found)


@with_right
def take_away(request, partner, payable_pk, line_pk):
    """Delete a line that was added by hand."""
    found = _find(partner, payable_pk)
    line = PayableLine.objects.filter(pk=line_pk, payable=found).first()
    if request.method == "POST" and line:
        try:
            paying.take_correction_away(line, by=request.user)
        except TransitionError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The line is taken away.")
    return _back_to(found)


@with_right
def answer(request, partner, payable_pk, objection_pk):
    """Answer a payee who finds a line not right."""
    found = _find(partner, payable_pk)
    objection = get_object_or_404(
        Objection.objects.select_related("line"), pk=objection_pk, line__payable=found
    )
    objection.line.payable = found
    form = AnswerForm(sent(request))

    def take():
        objecting.answer(objection, by=request.user, **form.cleaned_data)

    if _is_done(request, form, take):
        messages.success(request, f"{found.payee} gets your answer as a mail.")
        return _back_to(found)
    return _show(request, "answer", form=form, payable=found, objection=objection)


# What the pages share


def _find(partner, key):
    rows = Payable.objects.select_related(*paying.RELATED).filter(partner=partner)
    return get_object_or_404(rows, pk=key)


def _is_done(request, form, take):
    return request.method == "POST" and form.is_valid() and taken(form, take)


def _back_to(payable):
    return redirect("workshops:payment", payable.partner_id, payable.pk)


def _show(request, template, **context):
    acting = request.acting
    shared = {"signed_in": True, "partner": acting.partner, "may_pay": acting.handles_money}
    return render(request, f"workshops/money/payments/{template}.html", shared | context)
