"""An application's page for staff: what it says, what happened, and who may see it."""

from datetime import date, timedelta
from types import ModuleType

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications import actions, emails, mails_about
from applications.models import Application, Note
from plp.core.mails import MailKind
from plp.core.models import Message
from tests.browsing import said
from tests.make import (
    make_application,
    make_attachment,
    make_draft,
    make_interview,
    make_offer,
    make_partner,
    make_pin,
    make_program,
    make_question,
    make_reference_request,
    make_sent,
    make_user,
    the_pin,
)

pytestmark = pytest.mark.django_db

MOST_QUERIES = 20
READER = ["view_application", "view_note"]


def address(application, page="change", *args, **query):
    name = f"admin:applications_application_{page}"
    return reverse(name, args=[application.pk, *args], query=query)


def dossier(client, application, **query):
    page = client.get(address(application, **query))
    assert page.status_code == 200
    return page


# What it says


def test_it_reads_in_the_order_of_the_form(staff):
    page = dossier(staff, make_sent())

    assert [part.title for part in page.context_data["parts"]] == [
        "Organization",
        "Region and districts",
        "Experience",
        "People",
        "Funding",
        "Community",
        "Commitments",
        "References",
    ]


def test_each_answer_stands_beside_its_question(staff):
    made = make_sent()

    page = said(dossier(staff, made))

    for answer in made.answers.all():
        assert f'<div class="label">{answer.asked}</div>' in page
    promise = made.acknowledgements.first()
    assert promise.title in page
    assert "Acknowledged" in page


@time_machine.travel("2016-02-20 12:00-08:00")
def test_its_head_says_how_it_stands(staff, administrator):
    made = make_sent(entered_by=administrator)
    Application.objects.filter(pk=made.pk).update(submitted_at=timezone.now() - timedelta(days=9))
    make_draft(pin=made.pin)

    page = said(dossier(staff, made))

    assert 'Submitted</span> <span class="quiet">waits 9 days</span>' in page
    assert "11 February 2016, 12:00 p.m. Pacific, waits 9 days" in page
    assert made.code in page
    assert "entered by administrator@example.org" in page
    assert "1 draft for this region is being written." in page
    assert "Open</span>" in page


def test_its_head_says_when_others_have_applied(staff):
    made = make_application()
    make_application(pin=made.pin)

    assert "Open, others have applied</span>" in said(dossier(staff, made))


def test_its_head_names_the_partner_of_the_region(staff):
    made = make_application(status="declined")
    partner = make_partner(region=made.pin.region, organization="Larkspur Office")

    page = said(dossier(staff, made))

    assert "Served by a partner</span> by" in page
    assert reverse("admin:applications_partner_change", args=[partner.pk]) in page
    assert '<span class="quiet">waits' not in page


def test_a_waitlisted_one_says_until_when_it_waits(staff):
    made = make_application(status="waitlisted", waiting_until=date(2016, 9, 2))

    assert "Friday, 2 September 2016" in said(dossier(staff, made))


def test_its_files_are_served_by_the_view_that_checks(staff):
    made = make_sent()
    file = make_attachment(draft=made.draft, name="calendar.pdf", size=1_400_000)

    page = said(dossier(staff, made))

    assert reverse("admin:applications_attachment_download", args=[file.pk]) in page
    assert "PDF, 1.3" in page
    assert file.file.url not in page


@pytest.mark.parametrize("may_read", [True, False])
def test_private_answers_are_for_those_who_may_read_them(person, may_read):
    made = make_application(pin=make_pin(program=make_program()))
    question = make_question(program=made.pin.program, reviewers_may_see=False, text="Owed?")
    made.answers.create(question=question, asked="Owed?", text="SECRET SUM")
    client = person(*READER, *(["read_private_application"] if may_read else []))

    assert ("SECRET SUM" in said(dossier(client, made))) == may_read


@pytest.mark.parametrize("may_read", [True, False])
def test_the_pdf_leaves_out_what_reviewers_may_not_see(person, monkeypatch, may_read):
    asked = []
    monkeypatch.setattr(
        "applications.sent.letter", lambda **letter: asked.append(letter["parts"]) or b"%PDF"
    )
    made = make_application(pin=make_pin(program=make_program()))
    question = make_question(program=made.pin.program, reviewers_may_see=False)
    made.answers.create(question=question, asked="Owed?", text="SECRET SUM")
    client = person(*READER, *(["read_private_application"] if may_read else []))

    assert client.get(address(made, "pdf")).content == b"%PDF"

    assert ("SECRET SUM" in str(asked)) == may_read


def test_a_long_word_of_somebody_is_escaped(staff):
    made = make_application(organization="<b>" + "Ö" * 190)

    page = dossier(staff, made).content.decode()

    assert "<b>Ö" not in page
    assert "&lt;b&gt;Ö" in page


# What happened


def happened(page):
    return [(event.what, event.who) for event in page.context_data["events"] if not event.mails]


def test_all_that_happened_stands_in_order(staff, administrator):
    made = make_sent()
    actions.start_review(made, by=administrator)
    actions.request_changes(made, by=administrator, sections=["people"], message="Who leads?")
    actions.start_review(made, by=administrator)
    actions.offer(made, by=administrator, reply_by=date(2099, 4, 1), conditions="Two managers.")
    offer = made.offers.get()
    actions.answer_offer(offer, yes=False, name="Ruth Abernathy", terms=None, on=date(2016, 3, 1))

    page = dossier(staff, made)

    who = "administrator@example.org"
    assert happened(page) == [
        ("Received", ""),
        ("In review", who),
        ("Changes requested", who),
        ("In review", who),
        ("Offered", who),
        ("Offer announced", ""),
        ("Offer: declined", "Ruth Abernathy"),
        ("Withdrawn", ""),
    ]
    text = said(page)
    assert "People: Who leads?" in text
    assert "Last day to reply: 1 April 2099<br>Conditions: Two managers." in text


def test_changes_that_came_are_the_applicants(staff):
    made = make_application(status="in_review")
    made.changes.create(old="changes_requested", new="in_review")

    assert happened(dossier(staff, made))[-1] == ("Changes sent", "the applicant")


def test_its_mails_stand_once_a_kind_with_whom_they_went_to(staff):
    made = make_sent()
    other = make_sent(organization="Other", pin=the_pin("austin-tx"))

    events = dossier(staff, made).context_data["events"]

    mailed = {event.what: [to for to, _ in event.mails] for event in events if event.mails}
    about = Message.objects.filter(occasion__in=[made.code, str(made.pk)])
    assert sorted(to for tos in mailed.values() for to in tos) == sorted(
        f"{mail.to} (waiting)" for mail in about
    )
    assert not Message.objects.filter(subject__in=mailed, occasion=other.code).exists()


def test_mails_are_for_who_may_read_mails(person):
    made = make_sent()

    events = dossier(person(*READER), made).context_data["events"]

    assert [event.what for event in events] == ["Received"]


def test_every_kind_of_mail_is_known_to_be_about_an_application_or_not():
    modules = [module for module in vars(emails).values() if isinstance(module, ModuleType)]
    kinds = {
        kind.what
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, MailKind)
    }

    known = [
        *mails_about.OF_DRAFT,
        *mails_about.OF_APPLICATION,
        *mails_about.OF_MOVE,
        *mails_about.OF_REQUEST,
        *mails_about.OF_OFFER,
        *mails_about.OF_REFERENCE,
        *mails_about.OF_INTERVIEW,
        *mails_about.OF_A_TIME,
        *mails_about.ELSEWHERE,
    ]
    assert sorted(known) == sorted(kinds)


# Who may see it


def make_all_of(application, times):
    """So many of each record that the page shows."""
    for n in range(times):
        question = make_question(program=application.pin.program)
        application.answers.create(question=question, asked="Q?", text="Every other Thursday.")
        make_reference_request(application)
        make_interview(application, called_off_at=timezone.now()).interviewers.add(make_user())
        application.districts.create(position=n, name="Bend")
        application.changes.create(old="submitted", new="in_review", by=make_user())
        at = timezone.now()
        application.change_requests.create(sections=["people"], message="Who?", answered_at=at)
        make_offer(application=application, answer="no", answered_at=at)
        make_attachment(draft=application.draft)
        Note.objects.create(application=application, author=make_user(), text="Called.")
        make_application(pin=application.pin)
        make_application(organization=application.organization)
        for address_of in ("a", "b"):
            Message.objects.create(
                what="application-received",
                occasion=str(application.pk),
                to=f"{address_of}{question.pk}@example.org",
                subject="Hello",
                text="Text.",
            )


def queries_of(client, url):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_it_asks_equally_often_at_one_and_at_three_of_everything(staff):
    made = make_application()
    url = address(made, _changelist_filters="q=foundry&o=2")
    make_all_of(made, 1)
    queries_of(staff, url)
    with_one = queries_of(staff, url)
    make_all_of(made, 3)

    assert queries_of(staff, url) == with_one <= MOST_QUERIES


def test_a_person_of_few_powers_asks_no_more_often(person):
    made = make_application()
    make_all_of(made, 3)
    client = person(*READER, "add_note", "view_message", "view_attachment")
    queries_of(client, address(made))

    assert queries_of(client, address(made)) <= MOST_QUERIES


@pytest.mark.parametrize("page", ["change", "pdf", "notes"])
def test_who_may_not_see_applications_sees_none(person, page):
    made = make_sent()

    assert person("view_note", "add_note").get(address(made, page)).status_code == 403


@pytest.mark.parametrize("page", ["change", "pdf", "notes"])
def test_a_stranger_is_sent_to_sign_in(client, stranger, page):
    client.force_login(stranger)

    assert client.get(address(make_sent(), page)).url.startswith(reverse("admin:login"))


def test_nothing_is_changed_by_posting_to_it(staff):
    made = make_application(organization="Foundry")

    assert staff.post(address(made), {"organization": "Other"}).status_code == 403

    made.refresh_from_db()
    assert made.organization == "Foundry"


@pytest.mark.parametrize("key", ["x", "1_2F", "999999"])
def test_one_that_cannot_be_there_is_not_found(staff, key):
    address = reverse("admin:applications_application_change", args=[key])

    assert staff.get(address).status_code == 404
