"""What a teacher is owed and paid, on their own page by a mailed link."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from plp.core import limits
from plp.core.days import pacific_today
from plp.core.methods import get_or_post, sent
from workshops.forms.money.own import NotRightForm, StatementForm
from workshops.models import PayableLine
from workshops.money import own
from workshops.views.money.own import objected, statement_of
from workshops.views.own import page_of_teacher


@page_of_teacher
@require_safe
def money(request, teacher):
    """Every payment with its lines: what is not paid yet first."""
    seen = own.with_all_lines(own.of_teacher(teacher))
    form = StatementForm.of_this_year(pacific_today())
    return _show(request, "money", teacher, seen=seen, form=form)


@page_of_teacher
@get_or_post
def not_right(request, teacher, line_pk):
    """Say that a line is not right; the partner hears of it by mail."""
    lines = PayableLine.objects.filter(payable__enrollment__teacher=teacher)
    named = ["payable__partner", "payable__workshop__course", "payable__workshop__partner_year"]
    read = lines.select_related(*named).prefetch_related("objections")
    line = get_object_or_404(read, pk=line_pk)
    form = NotRightForm(sent(request), reader=line.payable.partner)
    if request.method == "POST":
        limits.spend(request, "not-right", key=f"line-{line.pk}")
        if form.is_valid() and objected(line, form):
            return redirect("workshops:mine-money", teacher.pk)
    context = {"payable": line.payable, "line": line, "can": own.can_object(line, line.payable)}
    return _show(request, "not_right", teacher, form=form, **context)


@page_of_teacher
@require_safe
def statement(request, teacher):
    """What was paid on the days that were chosen, as a PDF; else a page to choose them on."""
    if answer := statement_of(request, teacher, own.of_teacher(teacher)):
        return answer
    return _show(request, "statement", teacher, form=StatementForm(request.GET or None))


def _show(request, template, teacher, **context):
    shared = {"teacher": teacher, "on": pacific_today()} | context
    return render(request, f"workshops/money/mine/{template}.html", shared)
