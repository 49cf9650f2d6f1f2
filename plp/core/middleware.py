"""What every request passes through: readable addresses, and somebody signed in."""

from urllib.parse import unquote_to_bytes

from django.contrib.auth import middleware
from django.core.exceptions import SuspiciousOperation


def utf8_only(get_response):
    """Read addresses as UTF-8, whatever a request says of itself, and refuse NUL in them.

    Django would decode the query with the request's own charset, so that a stranger could have a
    page kept under an address that it does not answer; and PostgreSQL takes no NUL.
    """

    def answer(request):
        request.encoding = "utf-8"
        if b"\0" in unquote_to_bytes(request.META.get("QUERY_STRING", "")):
            raise SuspiciousOperation("NUL in the query")
        return get_response(request)

    return answer


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Django's own, but it reads the session only where a view needs somebody signed in.

    Django's looks at `request.user` first, which marks every public page `Vary: Cookie`.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
