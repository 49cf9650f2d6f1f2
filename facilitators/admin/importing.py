"""Facilitators from a CSV file: first a preview, then all or nothing.

Nothing is kept between the two pages: the file's text travels in the preview's form and is read
again, by the same rules.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.shortcuts import redirect

from facilitators.loading import MOST, NEEDED, OPTIONAL, called, plan_people
from facilitators.models import Facilitator
from plp.core import history
from plp.core.admin_helpers import step_page
from plp.core.admin_importing import (
    AGAIN,
    MOST_LISTED,
    log,
    mark,
    one_newline,
    preview,
    refuse_large,
)
from plp.core.tables import MOST_NAMED, LoadError, decode

PERMISSIONS = ["facilitators.add_facilitator", "facilitators.change_facilitator"]
LARGEST_FILE = 5_000_000  # bytes: as many rows as are read at once, each with some lines about them
FILE = "facilitators.csv"
TITLE = "Import facilitators"


def may_import(user):
    return user.has_perms(PERMISSIONS)


class FileForm(forms.Form):
    """The file, uploaded."""

    required_css_class = "required"

    people = forms.FileField(
        label="CSV file",
        help_text=f"Columns: {', '.join(NEEDED)}; and, if you have them, {', '.join(OPTIONAL)}. "
        "Courses by their codes, such as “csp csd”. Other columns are not read.",
        error_messages={
            "required": "Choose a CSV file.",
            "empty": "This file is empty. Choose another.",
        },
    )

    def clean_people(self):
        return refuse_large(self.cleaned_data["people"], LARGEST_FILE)

    def text(self):
        """Return the file's text; raises LoadError if it is none."""
        return one_newline(decode(FILE, self.cleaned_data["people"].read()))


class ConfirmForm(forms.Form):
    """The same file as text, and a mark of the preview that was confirmed."""

    people = forms.CharField(strip=False)
    seen = forms.CharField()

    def text(self):
        return one_newline(self.cleaned_data["people"])


def import_people(request, *, model_admin):
    """Take the file, show what it would change, and on confirming do just that."""
    if not may_import(request.user):
        raise PermissionDenied
    confirming = "seen" in request.POST
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = (ConfirmForm if confirming else FileForm)(*sent)
    context = {"form": FileForm() if confirming else form}
    if form.is_valid():
        try:
            text = form.text()
            if confirming and _imported(request, text, form.cleaned_data["seen"]):
                return redirect("admin:facilitators_facilitator_changelist")
            return _preview_page(request, model_admin, text)
        except LoadError as error:
            context = {
                "form": FileForm(),
                "problems": error.problems[:MOST_NAMED],
                "more_problems": max(0, len(error.problems) - MOST_NAMED),
            }
    return _page(request, model_admin, "import", context)


def _imported(request, text, seen):
    """Do what the preview said; return whether that was still to be done, and say so."""
    try:
        plan = _import(request.user, text, seen)
    except IntegrityError:  # somebody with one of the addresses was added meanwhile
        plan = None
    if plan is None:
        messages.warning(request, AGAIN)
        return False
    said = str(plan)
    messages.success(request, f"Imported. {said[0].upper()}{said[1:]}.")
    return True


@transaction.atomic
def _import(user, text, seen):
    # Whoever imports locks all of them, so that of two at once the second plans after the first.
    everybody = Facilitator.objects.select_for_update(no_key=True).order_by("pk")
    list(everybody.values_list("pk"))
    plan = plan_people(FILE, text.encode())
    if seen != mark([plan]):
        return None
    with history.because("Imported from a file."):
        plan.save()
    log(user, plan)
    return plan


def _preview_page(request, model_admin, text):
    plan = plan_people(FILE, text.encode())
    context = {
        "preview": preview(plan, called),
        "doubles": plan.doubles[:MOST_LISTED],
        "more_doubles": max(0, len(plan.doubles) - MOST_LISTED),
        "ignored": plan.ignored,
        "nothing": plan.is_empty,
        "text": text,
        "seen": mark([plan]),
    }
    return _page(request, model_admin, "import_preview", context)


def _page(request, model_admin, template, context):
    page = f"facilitators/facilitator/{template}"
    return step_page(request, model_admin, page, TITLE, largest=LARGEST_FILE, most=MOST, **context)
