"""Pages of a program's own steps: cloning it, and making it the current one."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect

from applications import actions
from applications.admin.mending import gaps_of
from applications.models import Program
from applications.models.program import period_on
from plp.core.admin_helpers import step_page
from plp.core.days import pacific_today
from plp.core.workflow import TransitionError


class CloneForm(forms.ModelForm):
    required_css_class = "required"

    first_school_year = forms.CharField(
        max_length=7, help_text="Such as 2026-27. All days move by the years between."
    )

    class Meta:
        model = Program
        fields = ["name", "slug"]
        error_messages = {
            "slug": {"unique": "There is a program of this short name already. Choose another."}
        }

    def clean_first_school_year(self):
        name = self.cleaned_data["first_school_year"]
        try:
            actions.school_year_start(name)
        except TransitionError as error:
            raise forms.ValidationError(str(error)) from None
        return name


def clone(request, object_id, *, model_admin):
    """Ask for the draft's name, short name and first school year; then make it."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    program = get_object_or_404(Program, pk=object_id)
    form = CloneForm(request.POST or None, initial={"name": program.name})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                draft = actions.clone_program(program, **form.cleaned_data)
                message = f"Cloned from {program} ({program.slug})."
                model_admin.log_addition(request, draft, message)
        except TransitionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _cloned(program, draft))
            return redirect("admin:applications_program_change", draft.pk)
    return _page(request, model_admin, program, "clone", f"Clone {program}", form=form)


def _cloned(program, draft):
    left_out = program.pins.count() - draft.pins.count()
    return (
        f"Cloned. {draft} ({draft.slug}) is a draft. Cities where we seek a partner: "
        f"{draft.pins.count()}; left out because a partner serves them: {left_out}. "
        "Check the days: they are the same dates, so they fall on other weekdays."
    )


def make_current(request, object_id, *, model_admin):
    """Show what is missing and what the public pages will change; then swap."""
    program = get_object_or_404(Program, pk=object_id)
    if not model_admin.has_change_permission(request, program):
        raise PermissionDenied
    if request.method == "POST":
        try:
            with transaction.atomic():
                actions.make_current(program)
                model_admin.log_change(request, program, "Made current.")
        except TransitionError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Made current. The public pages show {program} now.")
        return redirect("admin:applications_program_change", program.pk)
    gaps = gaps_of(program)
    return _page(
        request,
        model_admin,
        program,
        "make_current",
        f"Make {program} current",
        gaps=gaps,
        is_blocked=any(gap.blocks for gap, _ in gaps),
        shown=Program.objects.current().first(),
        changes=what_changes(program),
    )


def what_changes(program):
    """Return (what, on the public pages now, then) for what a visitor would notice."""
    shown = Program.objects.current().first()
    now = _facts(shown) if shown else {}
    return [(what, now.get(what, "–"), then) for what, then in _facts(program).items()]


def _facts(program):
    terms = program.terms.published(pacific_today()).first()
    years = program.years.select_related("school_year")
    return {
        "Name": program.name,
        "Headline": program.headline,
        "Applications": str(period_on(pacific_today(), program.rounds.all())),
        "School years": ", ".join(str(year.school_year) for year in years) or "–",
        "Cities where we seek a partner": program.pins.count(),
        "Commitments": program.commitments.count(),
        "Questions of the form": program.questions.count(),
        "Terms": f"Version {terms.version}" if terms else "–",
        "Contact": program.contact_email,
    }


def _page(request, model_admin, program, template, title, **context):
    page = f"applications/program/{template}"
    return step_page(request, model_admin, page, title, original=program, **context)
