"""Travel that a facilitator enters with receipts, and takes back."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from plp.core import files, limits
from plp.core.days import pacific_today
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError
from workshops.actions import travelling
from workshops.forms.money.own import ReceiptForm, TravelForm
from workshops.money import own
from workshops.views.money.own import find, page_of, show


@never_cache
@get_or_post
def enter(request, payable_pk):
    """Enter what was paid for travel, with its receipt."""
    payable = find(request, payable_pk)
    if request.method == "POST":
        limits.spend(request, "upload", key=f"travel-{payable.corrects_id or payable.pk}")
    form = TravelForm(request)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        upload = said.pop("receipt")
        line = _tried(
            form,
            lambda: travelling.enter(
                payable, upload=upload, on=pacific_today(), by=request.user, **said
            ),
        )
        if line:
            messages.success(request, f"Entered: {line.text}. {payable.partner} looks at it.")
            return redirect("workshops:own-payment", line.payable_id)
    return show(request, "travel", seen=own.seen(payable), payable=payable, form=form)


def _posted(view):
    """Decorate a view of a line of travel that is posted to; who comes by its address is led to
    the payment."""

    @never_cache
    @get_or_post
    @wraps(view)
    def answer(request, payable_pk, line_pk):
        payable = find(request, payable_pk)
        line = get_object_or_404(payable.lines.all(), pk=line_pk)
        if request.method != "POST":
            return redirect("workshops:own-payment", payable.pk)
        return view(request, payable, line)

    return answer


@_posted
def add_receipt(request, payable, line):
    limits.spend(request, "upload", key=f"travel-{payable.corrects_id or payable.pk}")
    form = ReceiptForm(request)
    refused = " ".join(form.errors.get("receipt", []))
    if not refused:
        refused = _refused(travelling.add_receipt, line, form.cleaned_data["receipt"], request.user)
    if refused:
        return page_of(request, payable, refused=refused, refused_line=line.pk)
    messages.success(request, f"Kept with {line.text}.")
    return redirect("workshops:own-payment", payable.pk)


@_posted
def take_back(request, payable, line):
    text = line.text
    try:
        travelling.take_back(line, by=request.user)
    except TransitionError as refusal:
        return page_of(request, find(request, payable.pk), problem=str(refusal))
    messages.success(request, f"Taken back: {text}.")
    return redirect("workshops:own-payment", payable.pk)


def _tried(form, step):
    """Take a step, or say on the form why it is refused."""
    try:
        return step()
    except (files.NotTaken, TransitionError) as refusal:
        is_amount = isinstance(refusal, travelling.TooMuch)
        form.add_error("amount" if is_amount else None, str(refusal))
        return None


def _refused(step, line, upload, user):
    try:
        step(line, upload, by=user)
    except (files.NotTaken, TransitionError) as refusal:
        return str(refusal)
    return ""
