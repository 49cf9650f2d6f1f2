"""The amounts and papers of a request: added, given back to its partner, deleted."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.registry import acting_for_money
from plp.core import files, limits, uploads
from plp.core.methods import taken
from plp.core.workflow import TransitionError
from workshops.actions import showing
from workshops.forms.money.requests import LineForm, PaperForm
from workshops.views.money.requests import find, posted, request_page


@posted
def add_line(request, found):
    form = LineForm(request.POST)
    if form.is_valid() and taken(form, lambda: showing.add_line(found, **form.cleaned_data)):
        return _back(found, "amounts")
    return request_page(request, found, line_form=form)


@posted
def delete_line(request, found, row):
    return _do(request, found, showing.remove_line, row, "amounts")


@posted
def add(request, found):
    """Keep an uploaded file with a request."""
    limits.spend(request, "upload", key=f"request {found.pk}")
    too_large = uploads.TOO_LARGE if uploads.too_large(request) else ""
    form = PaperForm(request.POST, request.FILES, too_large=too_large)
    if form.is_valid() and taken(form, lambda: _keep(request, found, form), "file"):
        return _back(found, "papers")
    return request_page(request, found, paper_form=form)


def _keep(request, found, form):
    upload, role = form.cleaned_data["file"], form.cleaned_data["role"]
    return showing.add_paper(found, upload, role=role, by=request.user)


@never_cache
@require_safe
def paper(request, pk, request_pk, paper_pk):
    found = get_object_or_404(find(acting_for_money(request, pk), request_pk).files, pk=paper_pk)
    return files.as_attachment(found.file, found.name, found.kind)


@posted
def delete(request, found, paper_pk):
    return _do(request, found, showing.remove_paper, paper_pk, "papers")


def _do(request, found, action, key, where):
    try:
        action(found, key)
    except TransitionError as error:
        return request_page(request, found, problem=str(error))
    return _back(found, where)


def _back(found, where):
    address = reverse("workshops:request", args=[found.partner.pk, found.pk])
    return redirect(f"{address}#{where}")
