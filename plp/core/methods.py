"""Which methods a view answers to, what was posted to it, and steps that are taken by it."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods

from plp.core.files import NotTaken
from plp.core.workflow import TransitionError

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, also if that is nothing; None where a form is only looked at."""
    return request.POST if request.method == "POST" else None


def taken(form: Form, take: Callable[[], Any], field: str | None = None) -> Any:
    """Take a step, and return what it made, or True; where it is refused, say why in the form,
    beside a field or above all of them, and return None. A refusal may name a field itself."""
    try:
        return take() or True
    except (NotTaken, TransitionError) as refusal:
        form.add_error(getattr(refusal, "field", field), str(refusal))
        return None
