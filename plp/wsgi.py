"""The entry point for web servers, such as gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plp.settings")
django = get_wsgi_application()


def application(environ, start_response):
    """Answer a request. One without a body has no content type, whatever it says.

    Django would read its address with the charset named there, even one that is no charset at all,
    before any middleware could object.
    """
    if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
        environ.pop("CONTENT_TYPE", None)
    return django(environ, start_response)
