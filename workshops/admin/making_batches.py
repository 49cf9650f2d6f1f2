"""The page on which finance choose what to pay in one go, and see what each partner gets."""

from collections import defaultdict
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from plp.core.admin_helpers import step_page
from plp.core.keys import key_in
from plp.core.workflow import TransitionError
from workshops.actions import batching
from workshops.models import Reimbursement
from workshops.money import finance
from workshops.money.amounts import total_of

PAY = "workshops.pay_paymentbatch"
TITLE = "Make a payment batch"
NOT_CHOSEN = "Tick at least one request."


class Choice(forms.Form):
    """Which of the approved requests go into a batch."""

    requests = forms.ModelMultipleChoiceField(
        Reimbursement.objects.none(),
        error_messages={
            "required": NOT_CHOSEN,
            "invalid_choice": "Some of these cannot be paid any more. They are not listed now.",
            "invalid_pk_value": "Some of these are no requests.",
        },
    )

    def __init__(self, *args, to_pay, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["requests"].queryset = to_pay


def page(model_admin, request):
    """Choose, then see the sums, then make the batch; what was ticked stays ticked meanwhile."""
    if not request.user.has_perm(PAY):
        raise PermissionDenied
    to_pay = Reimbursement.objects.to_pay()
    form = Choice(request.POST or None, to_pay=to_pay)
    chosen = form.is_valid() and [each.pk for each in form.cleaned_data["requests"]]
    if chosen and "do" in request.POST:
        try:
            batch = batching.make_batch(chosen, by=request.user)
        except TransitionError as refusal:
            form.add_error("requests", str(refusal))
        else:
            model_admin.log_addition(request, batch, "Made.")
            messages.success(request, f"{batch} is made. Pay by its file, then mark it paid.")
            return redirect("admin:workshops_paymentbatch_change", batch.pk)
    is_shown = bool(chosen) and form.is_valid() and "back" not in request.POST
    context = _seen(to_pay, chosen) if is_shown else _to_choose(request, to_pay)
    return step_page(
        request, model_admin, "workshops/paymentbatch/make", TITLE, form=form, **context
    )


def _rows(requests):
    return list(finance.with_days(requests).order_by("approved_at", "pk"))


def _to_choose(request, to_pay):
    """Return the approved requests, the first approved first; what is ticked, or was asked for."""
    rows = _rows(to_pay)
    asked = request.POST.getlist("requests") or request.GET.get("ids", "").split(",")
    is_asked = request.method == "POST" or "ids" in request.GET
    ticked = {*map(key_in, asked)} if is_asked else {row.pk for row in rows[: batching.MOST]}
    return {
        "rows": [(row, row.pk in ticked, total_of(row)) for row in rows],
        "most": batching.MOST,
    }


def _seen(to_pay, chosen):
    """Return what each partner gets by a batch of these."""
    rows = _rows(to_pay.filter(pk__in=chosen))
    of_partner = defaultdict(list)
    for row in rows:
        of_partner[row.partner].append(row)
    partners = [
        (partner, requests, sum(map(total_of, requests), Decimal(0)))
        for partner, requests in of_partner.items()
    ]
    return {
        "partners": sorted(partners, key=lambda each: str(each[0])),
        "total": sum(map(total_of, rows), Decimal(0)),
        "chosen": chosen,
    }


def altered(model_admin, request):
    """Say that a file is not given back, since its bytes are not those that were kept."""
    answer = step_page(request, model_admin, "workshops/paymentbatch/altered", "Not as it was kept")
    answer.status_code = 500
    return answer
