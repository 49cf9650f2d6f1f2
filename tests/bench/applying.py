"""Measures a draft, the admin and the portal among 10,000 applications. Prints JSON."""

import json
import re
import sys
import time
from statistics import median

import django

TIMES = 41

LISTS = ["application", "draft", "attachment", "partner", "partneryear", "region"]

REVIEWER = "reviewer1@sample.example"


def with_factor(email):
    """Give somebody of staff the second factor that they need to work; return them."""
    from allauth.mfa.models import Authenticator

    from plp.core.models import User

    person = User.objects.get(email=email)
    Authenticator.objects.create(user=person, type="totp", data={"secret": ""})
    return person


def column(client, name):
    """Return the number by which the list of applications is sorted by a column."""
    page = client.get("/admin/applications/application/").content.decode()
    return re.findall(r'<th scope="col" class="[^"]*column-(\w+)', page).index(name) + 1


def measure(client, address):
    """Return a page's status, queries, median milliseconds and kilobytes, before compression;
    a file is read to its end."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        response = client.get(address)
        size = len(response.getvalue())
        took.append((time.perf_counter() - begun) * 1000)
    with CaptureQueriesContext(connection) as asked:
        client.get(address).getvalue()
    return {
        "address": address,
        "status": response.status_code,
        "queries": len(asked),
        "ms": median(took),
        "kb": size / 1000,
    }


def of_partner(partner):
    """Return the addresses of a partner's pages, and of one of its requirements."""
    from django.urls import reverse

    from applications.acting import PAGES
    from applications.models import Course, PartnerRequirement

    row = PartnerRequirement.objects.filter(partner_year__partner=partner).first()
    pages = [reverse(page.url_name, args=[partner.pk]) for page in PAGES]
    found = reverse("facilitators:find", args=[partner.pk])
    near = f"{found}?course={Course.objects.first().pk}&zip=10001&within=100"
    return [*pages, near, reverse("applications:requirement", args=[partner.pk, row.pk])]


def counted(partner):
    """Return queries and milliseconds of counting all requirements, or those of one partner."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from applications.counting import lines
    from applications.models import PartnerRequirement
    from plp.core.days import pacific_today

    rows = PartnerRequirement.objects.all()
    rows = rows.filter(partner_year__partner=partner) if partner else rows
    took = []
    for _ in range(TIMES):
        with CaptureQueriesContext(connection) as asked:
            begun = time.perf_counter()
            found = lines(rows, pacific_today())
            took.append((time.perf_counter() - begun) * 1000)
    whose = "one partner" if partner else "all partners"
    return {
        "address": f"status of {len(found):,} requirements, {whose}",
        "status": "",
        "queries": len(asked),
        "ms": median(took),
        "kb": 0,
    }


def main(link):
    from django.test import Client

    from applications.form import SECTIONS
    from applications.models import Application, Membership, Pin
    from plp.core.models import User
    from tests.bench import money, workshops

    writer, staff, manager, reviewer = Client(), Client(), Client(), Client()
    home = writer.get(link).url
    User.objects.create_superuser("bench@example.org")
    staff.force_login(with_factor("bench@example.org"))
    membership = Membership.objects.filter(partner__ended_on=None).first()
    manager.force_login(membership.user)
    reviewer.force_login(with_factor(REVIEWER))
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
    ]
    rows += [measure(manager, address) for address in of_partner(membership.partner)]
    rows += [counted(None), counted(membership.partner)]
    clients = {"staff": staff, "manager": manager, "anybody": writer}
    clients["facilitator"] = Client()
    clients["facilitator"].force_login(money.facilitator(membership.partner))
    for of_app in (workshops, money):
        for who, those in of_app.addresses(membership.partner).items():
            rows += [measure(clients[who], address) for address in those]
    due = Application.objects.in_review().filter(assignments__reviewer__email=REVIEWER)
    rows += [
        measure(staff, f"{admin}/application/?o=-{column(staff, 'mean')}"),
        measure(reviewer, f"{admin}/application/{due.latest('pk').pk}/review/"),
        measure(reviewer, f"{admin}/reviewassignment/mine/"),
        measure(staff, f"{admin}/reviewassignment/progress/"),
        measure(staff, f"{admin}/reviewassignment/propose/"),
        measure(staff, f"{admin}/pin/{Pin.objects.first().pk}/compare/"),
        measure(staff, f"{admin}/application/reports/"),
        measure(staff, f"{admin}/decision/"),
        measure(staff, f"{admin}/decision/announce/"),
    ]
    print(json.dumps(rows))


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
