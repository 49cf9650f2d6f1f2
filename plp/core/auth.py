"""Who may sign in; the accounts for trying the application work only where DEBUG is on."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

# The password of every fictional person; README.md and the terminal tell it to everyone.
DEMO_PASSWORD = "for-trying-it-only"


class Backend(ModelBackend):
    """Django's own, except that nobody signs in with the demo's password to a real site.

    Should a database made by `make run` ever be served in production, its accounts are locked.
    """

    def authenticate(self, request, username=None, password=None, **credentials):
        if password == DEMO_PASSWORD and not settings.DEBUG:
            return None
        return super().authenticate(request, username, password, **credentials)
