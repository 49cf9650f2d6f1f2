"""What a facilitator is owed and paid: each payment with its lines, and statements."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilitators.registry import facilitator_of, own_page
from plp.core import files, limits
from plp.core.days import pacific_today
from plp.core.methods import get_or_post, sent, taken
from workshops.actions import objecting
from workshops.forms.money.own import NotRightForm, StatementForm
from workshops.models import PayableFile
from workshops.money import own, statements

own_page("Payments", "workshops:own-money", 18)


@never_cache
@require_safe
def money(request):
    """What is not paid yet, and what was paid in a year."""
    rows = own.of_facilitator(facilitator_of(request))
    on = pacific_today()
    context = {
        "own": own.listed(rows, request.GET.get("year")),
        "on": on,
        "form": StatementForm.of_this_year(on),
    }
    return show(request, "list", **context)


@never_cache
@require_safe
def payment(request, payable_pk):
    return page_of(request, find(request, payable_pk))


@never_cache
@get_or_post
def not_right(request, payable_pk, line_pk):
    """Say that a line is not right; the partner hears of it by mail."""
    payable = find(request, payable_pk)
    line = get_object_or_404(payable.lines.prefetch_related("objections"), pk=line_pk)
    form = NotRightForm(sent(request), reader=payable.partner)
    if request.method == "POST":
        limits.spend(request, "not-right", key=f"line-{line.pk}")
        if form.is_valid() and objected(line, form):
            messages.success(request, f"{payable.partner} has your word, and answers here.")
            return redirect("workshops:own-payment", payable.pk)
    can = own.can_object(line, payable)
    return show(request, "not_right", payable=payable, line=line, form=form, can=can)


@never_cache
@require_safe
def statement(request):
    """What was paid on the days that were chosen, as a PDF; else a page to choose them on."""
    facilitator = facilitator_of(request)
    payables = own.of_facilitator(facilitator)
    if answer := statement_of(request, facilitator, payables):
        return answer
    return show(request, "statement", form=StatementForm(request.GET or None))


@never_cache
@require_safe
def receipt(request, payable_pk, receipt_pk):
    payable = find(request, payable_pk)
    found = get_object_or_404(PayableFile, pk=receipt_pk, line__payable=payable)
    return files.as_attachment(found.file, found.name, found.kind)


# What the pages share, also those of travel and of teachers


def find(request, key):
    """Return a payment of the facilitator who asks, or answer as if there were none."""
    mine = own.of_facilitator(facilitator_of(request))
    return get_object_or_404(own.with_lines(mine), pk=key)


def objected(line, form):
    """Keep what a payee finds not right, or say on the form why it is not taken."""
    return taken(form, lambda: objecting.object_to(line, **form.cleaned_data))


def statement_of(request, payee, payables):
    """Return the statement of the days in the address, or None where they are none."""
    form = StatementForm(request.GET or None)
    if not form.is_valid():
        return None
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    content = statements.pdf(payee, payables, first, last, on=pacific_today())
    return files.as_pdf(content, f"Statement {first} to {last}.pdf")


def page_of(request, payable, **context):
    return show(request, "payment", seen=own.seen(payable), on=pacific_today(), **context)


def show(request, template, **context):
    shared = {"signed_in": True} | context
    return render(request, f"workshops/money/own/{template}.html", shared)
