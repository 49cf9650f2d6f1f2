"""The public page on which anybody checks whether a document is one we keep."""

from django.contrib.auth.decorators import login_not_required
from django.views.decorators.cache import never_cache

from applications.registry import show
from facilitators import verifying
from facilitators.forms.signing import VerifyForm
from plp.core import limits, uploads
from plp.core.methods import get_or_post


@login_not_required
@never_cache
@get_or_post
def verify(request):
    """Say whether a document is the one of a contract; nothing changes, so it answers at once."""
    if request.method != "POST":
        return show(request, "facilitators/signing/verify.html", {"form": VerifyForm()})
    too_large = uploads.TOO_LARGE if "document" in uploads.too_large(request) else ""
    form = VerifyForm(request.POST, request.FILES, too_large=too_large)
    context = {"form": form, "verdict": _verdict(request, form) if form.is_valid() else None}
    return show(request, "facilitators/signing/verify.html", context)


def _verdict(request, form):
    said = form.cleaned_data
    upload = said["document"]
    sha256 = verifying.hash_of(upload) if upload else said["sha256"]
    limits.spend(request, "verify", key=sha256)
    is_signed, words = verifying.verdict(sha256, "" if upload else said["number"])
    return {"is_signed": is_signed, "words": words, "sha256": sha256}
