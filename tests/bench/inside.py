"""Measures pages inside one process, through all middleware: queries, time, bytes. Prints JSON.

Run by tests/bench/__main__.py with the environment of the database to measure.
"""

import json
import time
from statistics import median

import django
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.addresses import DATA, FORM_PAGES, PUBLIC_PAGES

COLD, WARM = 11, 101  # times that each is asked for


def ask(application, address):
    """Return a page's status, bytes, queries and milliseconds."""
    environ = RequestFactory().get(address, headers={"accept-encoding": "br"}).environ
    status = []
    with CaptureQueriesContext(connection) as queries:
        begun = time.perf_counter()
        response = application(environ, lambda line, headers: status.append(line))
        body = b"".join(response)
        took = time.perf_counter() - begun
    response.close()
    return int(status[0].split()[0]), len(body), len(queries), took * 1000


def measure(application, address):
    from plp.core import pages

    cold = []
    for _ in range(COLD + 1):
        pages.changed()
        cold.append(ask(application, address))
    warm = [ask(application, address) for _ in range(WARM)]
    return {
        "address": address,
        "status": cold[0][0],
        "bytes": cold[0][1],
        "cold_queries": max(queries for _, _, queries, _ in cold[1:]),
        "warm_queries": max(queries for _, _, queries, _ in warm),
        # The first one also compiles the templates, which happens once a process.
        "cold_ms": median(ms for _, _, _, ms in cold[1:]),
        "warm_ms": median(ms for _, _, _, ms in warm),
    }


if __name__ == "__main__":
    django.setup()
    application = get_wsgi_application()
    print(
        json.dumps([measure(application, address) for address in PUBLIC_PAGES + FORM_PAGES + DATA])
    )
