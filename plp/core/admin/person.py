"""The pages of one person's data: what is held of an address, its export, its erasure."""

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import redirect

from plp.core.admin_helpers import step_page
from plp.core.models import Erasure
from plp.core.privacy.person import Person, erase, export
from plp.core.privacy.registry import as_address, objections_to
from plp.core.workflow import TransitionError

TITLE = "A person’s data…"
CHANGED = "Something changed since you saw this page. Look again, then erase."


def may_export(user):
    return user.has_perm("core.export_person")


def may_erase(user):
    return user.has_perm("core.erase_person")


class AddressForm(forms.Form):
    required_css_class = "required"

    email = forms.CharField(
        label="E-mail",
        max_length=254,
        help_text="Whose data it is. A person with several addresses is looked up by each.",
        widget=forms.EmailInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )

    def clean_email(self):
        return as_address(self.cleaned_data["email"])


def person(request, *, model_admin):
    """Ask for an address, by POST so that no log keeps it; then do what the button says."""
    if not may_export(request.user):
        raise PermissionDenied
    form = AddressForm(request.POST or None)
    if not form.is_valid():
        return _page(request, model_admin, "person", form=form)
    found = Person(form.cleaned_data["email"])
    steps = {"download": _download, "ask": _ask, "erase": _erase}
    step = steps.get(request.POST.get("do"), _held)
    return step(request, model_admin, found)


def _held(request, model_admin, found):
    """Show what is held."""
    return _page(
        request,
        model_admin,
        "person",
        form=AddressForm(initial={"email": found.email}),
        person=found,
        elsewhere=found.elsewhere(found.names),
        may_erase=may_erase(request.user),
    )


def _download(request, model_admin, found):
    _log(request, "Exported what is held of a person.")
    return StreamingHttpResponse(
        export(found),
        content_type="application/zip",
        headers={
            "Content-Disposition": 'attachment; filename="person.zip"',
            "Cache-Control": "no-store",
        },
    )


def _log(request, message):
    """Leave a trace that names nobody."""
    kind = ContentType.objects.get_for_model(Erasure)
    LogEntry.objects.create(
        user=request.user,
        content_type=kind,
        object_repr="A person’s data",
        action_flag=CHANGE,
        change_message=message,
    )


def _ask(request, model_admin, found):
    """Say what will be deleted, blanked, and what stays; ask which names are theirs alone."""
    _refuse_others(request)
    return _page(
        request,
        model_admin,
        "erase",
        person=found,
        objections=objections_to(found.email, request.user),
        elsewhere=found.elsewhere(found.names),
    )


def _refuse_others(request):
    if not may_erase(request.user):
        raise PermissionDenied


def _erase(request, model_admin, found):
    _refuse_others(request)
    if request.POST.get("seen") != found.mark():
        messages.warning(request, CHANGED)
        return _ask(request, model_admin, found)
    names = [name for name in request.POST.getlist("names") if name in found.names]
    try:
        made = erase(found, by=request.user, names=names)
    except TransitionError as error:
        messages.error(request, str(error))
        return _ask(request, model_admin, found)
    messages.success(
        request, "Erased. What was erased, and who did it, stands here; who it was does not."
    )
    return redirect("admin:core_erasure_change", made.pk)


def _page(request, model_admin, template, **context):
    title = {"person": "A person’s data", "erase": "Erase a person"}[template]
    return step_page(request, model_admin, f"core/erasure/{template}", title, **context)
