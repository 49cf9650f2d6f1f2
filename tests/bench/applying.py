"""Measures the pages of one draft and the admin's lists among 10,000 applications. Prints JSON."""

import json
import sys
import time
from statistics import median

import django

TIMES = 41

LISTS = ["application", "draft", "attachment"]


def measure(client, address):
    """Return a page's status, queries, median milliseconds and kilobytes, before compression."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        response = client.get(address)
        took.append((time.perf_counter() - begun) * 1000)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return {
        "address": address,
        "status": response.status_code,
        "queries": len(asked),
        "ms": median(took),
        "kb": len(response.content) / 1000,
    }


def main(link):
    from django.test import Client

    from applications.form import SECTIONS
    from applications.models import Application
    from plp.core.models import User

    writer, staff = Client(), Client()
    home = writer.get(link).url
    staff.force_login(User.objects.create_superuser("bench@example.org"))
    rows = [measure(writer, home)]
    rows += [measure(writer, f"{home}{slug}/") for slug in [*SECTIONS, "review"]]
    admin = "/admin/applications"
    rows.append(measure(staff, "/admin/"))
    rows += [measure(staff, f"{admin}/{name}/") for name in LISTS]
    rows.append(measure(staff, f"{admin}/application/?queue=in-review&q=office"))
    one = Application.objects.latest("pk").pk
    rows += [
        measure(staff, f"{admin}/application/{one}/change/"),
        measure(staff, "/admin/core/message/"),
    ]
    print(json.dumps(rows))


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
