"""Who may sign in; the accounts for trying the application work only where DEBUG is on."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.core.exceptions import ValidationError

# The password of every fictional person; README.md and the terminal tell it to everyone.
DEMO_PASSWORD = "for-trying-it-only"


class Backend(AuthenticationBackend):
    """Allauth's, by e-mail, but nobody signs in with the demo's password to a real site.

    Should a database made by `make run` ever be served in production, its accounts are locked.
    """

    def authenticate(self, request, **credentials):
        if credentials.get("password") == DEMO_PASSWORD and not settings.DEBUG:
            return None
        return super().authenticate(request, **credentials)


class NotTheDemosPassword:
    """Refuses the demo's password as one's own: nobody could sign in with it."""

    def validate(self, password, user=None):
        if password == DEMO_PASSWORD:
            raise ValidationError("This password is known to everyone.")

    def get_help_text(self):
        return "Your password can’t be that of the demo."
