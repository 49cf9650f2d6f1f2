"""Files that show how a community event went: added, given back to its partner, deleted."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plp.core import files
from workshops.views.community import event_page, find, keep_file, posted


@posted
def add(request, event):
    refused = keep_file(request, event)
    if not (refused or request.FILES):
        refused = "Choose a file first, then press Upload."
    return event_page(request, event, refused=refused) if refused else _files_of(event)


@never_cache
@require_safe
def evidence(request, pk, event_pk, file_pk):
    found = get_object_or_404(find(request, pk, event_pk).files, pk=file_pk)
    return files.as_attachment(found.file, found.name, found.kind)


@posted
def delete(request, event, file_pk):
    """Delete a file with its bytes; one that is gone already is gone."""
    for found in event.files.filter(pk=file_pk):
        found.delete()
    return _files_of(event)


def _files_of(event):
    address = reverse("workshops:community-event", args=[event.partner_id, event.pk])
    return redirect(f"{address}#files")
