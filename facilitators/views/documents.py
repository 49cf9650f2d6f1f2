"""A document of a contract, given back byte for byte to who may read it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from facilitators import documents
from facilitators.emails import signing as emails
from facilitators.models import Contract, ContractFile
from plp.core.days import pacific_today
from plp.core.files import as_pdf

UPLOADED = ContractFile.Role.OUTSIDE  # never shown as a page of this site


def give(request, contract: Contract, document_pk: int) -> HttpResponse:
    """Return a document of a contract, to be read here or, with ?save=1, to be saved.

    Staff hear of one that is not as it was kept.
    """
    found = get_object_or_404(contract.files.select_related("contract__partner"), pk=document_pk)
    try:
        content = documents.read(found)
    except documents.Altered as error:
        emails.altered(found, on=pacific_today())
        return render(request, "facilitators/signing/altered.html", {"why": error}, status=500)
    return as_pdf(content, found.name, is_saved="save" in request.GET or found.role == UPLOADED)
