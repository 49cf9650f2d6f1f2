"""Which methods a view answers to, and what was posted to it."""

from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, also if that is nothing; None where a form is only looked at."""
    return request.POST if request.method == "POST" else None
