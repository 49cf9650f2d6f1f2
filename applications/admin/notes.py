"""Writing notes among staff from an application's page, and changing one's own on the same day."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect

from applications.models import Note
from plp.core.admin_helpers import step_page


class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields = ["text"]
        labels = {"text": "Note"}
        widgets = {"text": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})}
        error_messages = {"text": {"required": "Write the note first."}}


def add(request, pk, *, model_admin):
    """Keep a note and return to the application; one that cannot be kept is shown again."""
    _refuse_unless(_may_write(request, model_admin))
    application = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    form = NoteForm(
        request.POST or None, instance=Note(application=application, author=request.user)
    )
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if not application.notes.just_written(request.user, text).exists():
            form.save()
        return _back(application, "The note is kept.", request)
    return _page(request, model_admin, application, "Add a note", form=form)


def change(request, pk, note, *, model_admin):
    """Change or delete one's own note, as long as its day lasts."""
    _refuse_unless(_may_write(request, model_admin))
    application = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    found = get_object_or_404(application.notes.select_related("author"), pk=note)
    _refuse_unless(found.may_be_changed_by(request.user))
    if request.method == "POST" and "delete" in request.POST:
        found.delete()
        return _back(application, "The note is deleted.", request)
    form = NoteForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        return _back(application, "The note is changed.", request)
    return _page(request, model_admin, application, "Change your note", form=form, note=found)


def _may_write(request, model_admin):
    may_read = model_admin.has_view_permission(request)
    return may_read and request.user.has_perm("applications.add_note")


def _refuse_unless(allowed):
    if not allowed:
        raise PermissionDenied


def _back(application, said, request):
    messages.success(request, said)
    return redirect("admin:applications_application_change", application.pk)


def _page(request, model_admin, application, title, **context):
    page = "applications/application/note"
    return step_page(request, model_admin, page, title, original=application, **context)
