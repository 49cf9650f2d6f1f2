"""Confirming what no other record shows: funding, and the privacy policy."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications import portal
from applications.acting import NO_AMOUNTS, acting_for
from applications.actions import confirming
from applications.counting import lines
from applications.form.confirming import ConfirmForm, EvidenceForm, too_large
from applications.models import Confirmation, ConfirmationFile, PartnerRequirement, Requirement
from applications.models.confirmations import MAY_CONFIRM
from applications.promised import shown
from plp.core import files, limits
from plp.core.days import pacific_today
from plp.core.keys import key_in
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError

UPLOADED = "file-of-"  # before the key of a confirmation, in the names of its form


@never_cache
@get_or_post
def confirm(request, pk, requirement):
    """Show what was confirmed of a requirement, and take a confirmation or its evidence."""
    partner = acting_for(request, pk)
    mine = PartnerRequirement.objects.filter(partner_year__partner=partner, pk=requirement)
    kind = mine.values_list("requirement__kind", flat=True).first()
    if kind not in MAY_CONFIRM:
        raise Http404("This is not confirmed: records show it.")
    [line] = lines(mine, pacific_today())
    page = {"signed_in": True, "partner": partner, "line": shown(line), "row": line.row}
    if request.method == "POST":
        acting_for(request, pk, *MAY_CONFIRM[kind])
        limits.spend(request, "upload", key=f"partner {pk}")
        match request.POST.get("do", "").partition("-"):
            case "upload", _, key:
                return _upload(request, page, key)
            case "drop", _, key:
                return _drop(request, page, key)
        return _confirm(request, page)
    return _page(request, page)


def _confirm(request, page):
    row = page["row"]
    form = _form(row, request.POST, request.FILES, too_large=too_large(request))
    if form.is_valid():
        seen, upload = key_in(request.POST.get("seen")) or 0, form.cleaned_data["file"]
        try:
            confirming.confirm(row, by=request.user, seen=seen, upload=upload, **form.said)
        except TransitionError as error:
            form.add_error(None, str(error))
        else:
            return _back(request, page, f"Confirmed: {page['line'].name}.")
    return _page(request, page, form=form)


def _upload(request, page, key):
    given = _given(page, key)
    form = EvidenceForm(
        request.POST, request.FILES, too_large=too_large(request), prefix=f"{UPLOADED}{given.pk}"
    )
    if form.is_valid():
        try:
            kept = confirming.add_evidence(given, form.cleaned_data["file"])
        except (TransitionError, files.NotTaken) as error:
            form.add_error("file", str(error))
        else:
            return _back(request, page, f"Uploaded: {kept.name}.")
    return _page(request, page, upload=form, uploaded_to=given.pk)


def _drop(request, page, key):
    file = get_object_or_404(
        ConfirmationFile, pk=key_in(key), confirmation__requirement=page["row"]
    )
    try:
        confirming.drop_evidence(file.confirmation, file.pk)
    except TransitionError as error:
        return _page(request, page, refused=str(error))
    return _back(request, page, f"Removed: {file.name}.")


def _given(page, key):
    return get_object_or_404(Confirmation, pk=key_in(key), requirement=page["row"])


def _back(request, page, done):
    messages.success(request, done)
    return redirect("applications:confirm", page["partner"].pk, page["row"].pk)


def _form(row, *args, **kwargs):
    return ConfirmForm(*args, row=row, on=pacific_today(), **kwargs)


def _page(request, page, *, form=None, upload=None, uploaded_to=None, refused=""):
    row = page["row"]
    is_kept = portal.is_kept_from(request.acting, row.requirement.kind)
    given = row.confirmations.select_related("by").prefetch_related("files", "changes")
    given = [] if is_kept else sorted(given, key=lambda each: -each.pk)
    kind = row.requirement.kind
    for each in given:
        own = EvidenceForm(prefix=f"{UPLOADED}{each.pk}")
        each.upload = upload if upload and each.pk == uploaded_to else own
        each.may_have_more = len(each.files.all()) < confirming.MOST_FILES
        each.word = next((c.note for c in reversed(each.changes.all()) if c.note), "")
    context = page | {
        "given": given,
        "no_amounts": NO_AMOUNTS if is_kept else "",
        "seen": given[0].pk if given else 0,
        "form": form or _form(row),
        "upload": upload,
        "refused": refused,
        "today": pacific_today(),
        "is_privacy": kind == Requirement.Kind.PRIVACY,
        "year": row.partner_year,
        "may": request.acting.may(*MAY_CONFIRM[kind]),
        "most_files": confirming.MOST_FILES,
        "contact": row.partner_year.program_year.program.contact_email,
    }
    return render(request, "applications/portal/confirm.html", context)


@never_cache
@require_safe
def evidence(request, pk, file):
    """Give back a file of a confirmation to the partner's own people, and staff."""
    partner = acting_for(request, pk)
    mine = ConfirmationFile.objects.filter(confirmation__requirement__partner_year__partner=partner)
    mine = mine.select_related("confirmation__requirement__requirement")
    found = get_object_or_404(mine, pk=file)
    if portal.is_kept_from(request.acting, found.confirmation.requirement.requirement.kind):
        raise PermissionDenied(NO_AMOUNTS)
    return files.as_attachment(found.file, found.name, found.kind)
