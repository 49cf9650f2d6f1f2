"""Signing in is the rule; public views are the marked exception."""

from django.contrib.auth import middleware


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Django's own, but it reads the session only where a view needs somebody signed in.

    Django's looks at `request.user` first, which marks every public page `Vary: Cookie`.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
