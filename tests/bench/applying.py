"""Measures a draft, the admin and the portal among 10,000 applications. Prints JSON."""

import json
import sys
import time
from statistics import median

import django

TIMES = 41

LISTS = ["application", "draft", "attachment", "partner", "partneryear", "region"]


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
    from allauth.mfa.models import Authenticator
    from django.test import Client

    from applications.form import SECTIONS
    from applications.models import Application, Membership
    from plp.core.models import User

    writer, staff, manager = Client(), Client(), Client()
    home = writer.get(link).url
    administrator = User.objects.create_superuser("bench@example.org")
    Authenticator.objects.create(user=administrator, type="totp", data={"secret": ""})
    staff.force_login(administrator)
    membership = Membership.objects.filter(partner__ended_on=None).first()
    manager.force_login(membership.user)
    rows = [measure(writer, home)]
    rows += [measure(writer, f"{home}{slug}/") for slug in [*SECTIONS, "review"]]
    admin = "/admin/applications"
    rows.append(measure(staff, "/admin/"))
    rows += [measure(staff, f"{admin}/{name}/") for name in LISTS]
    rows.append(measure(staff, f"{admin}/application/?queue=in-review&q=office"))
    one = Application.objects.filter(status="submitted").latest("pk").pk
    rows += [
        measure(staff, f"{admin}/application/{one}/change/"),
        measure(staff, f"{admin}/application/{one}/history/"),
        measure(staff, f"{admin}/application/step/start-review/?ids={one}"),
        measure(staff, f"{admin}/partner/{membership.partner_id}/change/"),
        measure(staff, "/admin/core/message/"),
        measure(staff, "/admin/core/user/"),
        measure(manager, f"/partner/{membership.partner_id}/"),
    ]
    print(json.dumps(rows))


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
