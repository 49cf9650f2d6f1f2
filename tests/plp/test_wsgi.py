"""What reaches Django from a web server."""

import pytest
from django.test import RequestFactory

from plp.wsgi import application


@pytest.mark.django_db
def test_a_charset_that_is_none_breaks_nothing():
    request = RequestFactory().get("/robots.txt?q=1", headers={"Host": "localhost"})
    environ = request.environ | {"CONTENT_TYPE": "text/plain; charset=rot13"}
    statuses = []

    application(environ, lambda status, headers, *_: statuses.append(status))

    assert statuses == ["200 OK"]
