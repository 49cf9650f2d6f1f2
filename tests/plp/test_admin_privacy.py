"""A person's data and retention in the admin: who may, what is shown, what is left."""

import io
import zipfile
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Interest
from plp.core.models import Erasure, Retention
from plp.core.privacy.person import Person
from tests.browsing import said
from tests.make import make_sent, make_user

pytestmark = pytest.mark.django_db

EMAIL = "zelda@quill.example"
PERSON = "/admin/core/erasure/person/"
DUE = "/admin/core/retention/due/"


@pytest.fixture
def exporter(client):
    person = make_user(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="export_person"))
    client.force_login(person)
    return client


@pytest.fixture
def interest():
    return Interest.objects.create(organization="Quill Mill", email=EMAIL, zip="97701")


def erasing(**data):
    return {"email": EMAIL, "do": "erase", "seen": Person(EMAIL).mark()} | data


def test_the_first_page_leads_there(staff):
    assert f'<a href="{PERSON}">A person’s data…</a>' in said(staff.get("/admin/"))


def test_it_shows_what_is_held(staff, interest):
    page = said(staff.post(PERSON, {"email": " Zelda@Quill.example "}))

    assert "Interest list (1)" in page
    assert "Quill Mill" in page


def test_what_is_no_address_is_refused_in_words(staff):
    assert "Enter a valid email address." in said(staff.post(PERSON, {"email": "zelda"}))


def test_it_says_that_nothing_is_held(staff):
    assert f"Nothing is held of {EMAIL}." in said(staff.post(PERSON, {"email": EMAIL}))


def test_an_export_is_a_zip_and_leaves_a_trace_that_names_nobody(exporter, interest):
    answer = exporter.post(PERSON, {"email": EMAIL, "do": "download"})

    made = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert "Quill Mill" in made.read("person.txt").decode()
    assert "zelda" not in str(LogEntry.objects.values_list("object_repr", "change_message"))
    assert LogEntry.objects.get().change_message == "Exported what is held of a person."


def test_the_address_never_stands_in_an_address_line(staff, interest):
    answer = staff.post(PERSON, erasing())

    assert "zelda" not in answer.url


def test_before_erasing_it_says_what_goes_and_what_stays(staff):
    application = make_sent()
    application.contact_email, application.contact_name = EMAIL, "Zelda Quillfeather"
    application.save()

    page = said(staff.post(PERSON, {"email": EMAIL, "do": "ask"}))

    assert "<strong>Deleted.</strong> With all answers, references and files." in page
    assert 'value="Zelda Quillfeather" checked' in page
    assert "until the end of its retention" in page


def test_it_erases_and_keeps_a_record(staff, administrator, interest):
    answer = staff.post(PERSON, erasing())

    made = Erasure.objects.get()
    assert answer.url == reverse("admin:core_erasure_change", args=[made.pk])
    assert made.by == administrator
    assert "Interest list, deleted: 1" in said(staff.get(answer.url))
    assert not Interest.objects.exists()
    assert "was erased on" in said(staff.post(PERSON, {"email": EMAIL}))


def test_it_erases_nothing_that_was_not_shown(staff, interest):
    data = erasing()
    Interest.objects.create(organization="Second", email=EMAIL, zip="97702")

    assert "Something changed" in said(staff.post(PERSON, data))
    assert Interest.objects.count() == 2


def test_it_says_why_somebody_cannot_be_erased(staff, administrator):
    page = said(staff.post(PERSON, {"email": administrator.email, "do": "ask"}))

    assert "This is your own account." in page
    assert "Erase for good" not in page


@pytest.mark.parametrize("do", ["ask", "erase"])
def test_who_may_export_may_not_erase(exporter, interest, do):
    assert exporter.post(PERSON, erasing(do=do)).status_code == 403
    assert "Erase…" not in said(exporter.post(PERSON, {"email": EMAIL}))
    assert Interest.objects.exists()


@pytest.mark.parametrize("do", ["", "download", "ask", "erase"])
def test_nobody_else_sees_a_persons_data(client, interest, do):
    client.force_login(make_user(is_staff=True))

    assert client.get(PERSON).status_code == 403
    assert client.post(PERSON, erasing(do=do)).status_code == 403
    assert client.get(DUE).status_code == 403


# Retention


def test_staff_see_what_falls_due(staff, interest):
    Interest.objects.update(created_at="2000-01-01T00:00Z")

    page = said(staff.get(DUE))

    row = page.partition("Interest list")[2].partition("</tr>")[0]
    assert 'now:">1<' in row


def test_what_falls_due_asks_equally_often(staff):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            staff.get(DUE)
        return len(asked)

    queries()
    empty = queries()
    for n in range(3):
        Interest.objects.create(organization="Mill", email=f"{n}@example.org", zip="97701")

    assert queries() == empty


def test_a_rule_has_a_minimum_and_says_why(staff):
    rule = Retention.objects.get(kind="mail")
    url = reverse("admin:core_retention_change", args=[rule.pk])

    page = said(staff.post(url, {"days": "3", "from_day": "2016-01-01"}))

    assert "At least 30 days: staff need it" in page
    staff.post(url, {"days": "60", "from_day": "2016-01-01"})
    rule.refresh_from_db()
    assert rule.days == 60


def test_a_later_rule_is_added(staff):
    url = reverse("admin:core_retention_add")

    staff.post(url, {"kind": "interest", "days": "400", "from_day": "2030-01-01"})

    rules = Retention.objects.filter(kind="interest")
    assert [(rule.days, rule.from_day) for rule in rules] == [
        (400, date(2030, 1, 1)),
        (730, date(2016, 1, 1)),
    ]


def test_a_rule_that_held_stays(staff):
    rule = Retention.objects.get(kind="mail")

    url = reverse("admin:core_retention_delete", args=[rule.pk])
    assert staff.post(url, {"post": "yes"}).status_code == 403
