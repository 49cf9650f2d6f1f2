"""Whether a document is one of ours, by its SHA-256: it says nothing that the document does not."""

import hashlib

from django.core.files.uploadedfile import UploadedFile

from facilitators import documents
from facilitators.models import ContractFile, Signature
from plp.core import days

Role = ContractFile.Role
UNKNOWN = "It is not one we keep, or it was changed."


def hash_of(upload: UploadedFile) -> str:
    """Return the SHA-256 of an upload, of which nothing is kept."""
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    return found.hexdigest()


def verdict(sha256: str, number: str = "") -> tuple[bool, str]:
    """Return whether a document is the signed one of a contract, and that in words."""
    files = ContractFile.objects.filter(sha256=sha256).select_related("contract")
    if number:
        files = files.filter(contract__code=number)
    told = [_told(file) for file in files.order_by("pk")]
    return max(filter(None, told), default=(False, UNKNOWN))


def _told(file):
    """Return what a holder of a document may hear of it, or None."""
    if file.role == Role.OFFER:
        words = f"It is contract {file.contract.code} as it was offered, without signatures."
        return False, words
    if file.role != documents.signed_role(file.contract):
        return None
    last = Signature.objects.filter(contract=file.contract, side=Signature.Side.PARTNER).first()
    if last is None:
        return None
    day = days.in_words(days.pacific_day(last.at))
    return (
        True,
        f"This is the document of contract {file.contract.code} as both signed it, on {day}.",
    )
