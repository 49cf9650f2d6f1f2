"""The public page on which anybody checks a certificate by its number."""

from django.contrib.auth.decorators import login_not_required
from django.views.decorators.cache import never_cache

from applications.registry import show
from plp.core import limits
from plp.core.methods import get_or_post
from workshops import certificates
from workshops.forms.certificates import CheckForm


@login_not_required
@never_cache
@get_or_post
def check(request):
    """Say what a certificate says, and no more; nothing changes, so it answers at once."""
    form = CheckForm(request.POST or None)
    context = {"form": form}
    if request.method == "POST":
        limits.spend(request, "verify", key=f"certificate {request.POST.get('code', '')[:20]}")
        if form.is_valid():
            context |= {"is_checked": True, "words": _words(form.cleaned_data["code"])}
    return show(request, "workshops/after/check.html", context)


def _words(code):
    found = certificates.of_code(code)
    return certificates.words_of(found) if found else []
