"""The annual report: filled in, written, sent once, and kept as it was."""

import hashlib
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import annual, emails, jobs
from applications.actions import annual_reports
from applications.look import Look
from applications.models import AnnualReport, PartnerYear
from applications.on_pages.reports import reports_to_send
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
from tests.browsing import said
from tests.make import (
    make_call,
    make_member,
    make_partner,
    make_partner_year,
    make_report,
    make_user,
    the_pin,
    the_program,
)
from tests.rounds import often

pytestmark = pytest.mark.django_db

ON = date(2017, 6, 1)
TEXTS = {name: f"Words on {name}." for name in annual.PARTS}


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2017-06-01 12:00-07:00", tick=False):
        yield


@pytest.fixture
def year():
    partner = make_partner(region=the_pin().region, organization="Larkspur Office")
    year = make_partner_year(partner=partner, program_year=the_program().years.get(number=1))
    year.move("confirmed", by=None)
    return year


@pytest.fixture
def manager(client, year):
    user = make_user("dana@larkspur.example", name="Dana Whitlock")
    client.force_login(make_member(year.partner, user=user).user)
    return client


def page_of(year):
    return reverse("applications:report-of-year", args=[year.partner_id, year.pk])


def pdf_of(year):
    return reverse("applications:report-pdf", args=[year.partner_id, year.pk])


def stands(label, words):
    return f'<div class="label">{label}</div><div class="matter">{words}</div>'


def press(client, year, do, seen=0, **texts):
    return client.post(page_of(year), TEXTS | {"do": do, "seen": seen} | texts)


def test_is_filled_in_from_the_records_of_the_year(manager, year):
    make_call(year, status="completed", at=datetime(2016, 10, 3, 18, tzinfo=UTC))

    for address in [
        page_of(year),
        reverse("applications:report", args=[year.partner_id]),
    ]:
        page = said(manager.get(address))
        for text in [
            "Progress call of 3 October 2016 completed",
            stands("Progress calls completed", "1"),
            stands("Program manager", "1 person"),
            stands("Funding confirmed", "To confirm. Not yet"),
            "Monday, 31 July 2017",
        ]:
            assert text in page, text


def test_is_saved_as_a_draft_and_looked_at_as_a_pdf(manager, year):
    press(manager, year, "save", story="", plans="")

    report = AnnualReport.objects.get()
    assert (report.texts["well"], report.version, report.sent_at) == ("Words on well.", 1, None)
    page = manager.get(pdf_of(year))
    assert page.content.startswith(b"%PDF-")
    assert page["Content-Disposition"].startswith("inline")


def test_a_draft_says_that_it_is_one_and_what_is_sent_does_not(manager, year, monkeypatch):
    below = []
    made = annual.letter
    monkeypatch.setattr(annual, "letter", lambda **k: below.append(k["below"]) or made(**k))

    manager.get(pdf_of(year))
    press(manager, year, "send")

    draft, sent = below
    assert draft.startswith(f"{sent}. Draft of ")
    assert draft.endswith(", not sent yet")


def test_two_windows_lose_nothing(manager, year):
    press(manager, year, "save", well="Theirs.")

    page = press(manager, year, "save", well="Mine.")

    assert "Somebody has saved other words meanwhile: “Theirs.”" in said(page)
    assert "Mine.</textarea>" in said(page)
    assert AnnualReport.objects.get().texts["well"] == "Theirs."
    press(manager, year, "save", seen=1, well="Mine.")
    assert AnnualReport.objects.get().texts["well"] == "Mine."


def test_is_sent_once_with_its_figures_and_bytes_frozen(manager, year):
    press(manager, year, "send")
    press(manager, year, "send")

    report = AnnualReport.objects.get()
    content = manager.get(pdf_of(year)).getvalue()
    assert hashlib.sha256(content).hexdigest() == report.sha256
    assert report.sent_by.name == "Dana Whitlock"
    [mail] = Message.objects.filter(what="report-sent")
    assert mail.to == year.program_year.program.contact_email

    make_call(year, status="completed", at=datetime(2016, 10, 3, 18, tzinfo=UTC))
    assert stands("Progress calls completed", "0") in said(manager.get(page_of(year)))
    assert manager.get(pdf_of(year)).getvalue() == content
    with pytest.raises(TransitionError, match="sent already"):
        annual_reports.save_report(year, {"well": "Later."}, seen=1)


def test_is_not_sent_before_all_is_written(manager, year):
    page = press(manager, year, "send", hard="", story="")

    assert "Write this part before you send the report." in said(page)
    assert "Words on well.</textarea>" in said(page)
    assert not Message.objects.exists()
    annual_reports.save_report(year, TEXTS | {"hard": ""}, seen=0)
    with pytest.raises(TransitionError, match="Write these parts first: What was hard"):
        annual_reports.send_report(year, by=None, seen=1, on=ON)


def test_a_failure_in_the_middle_leaves_a_draft_that_can_be_sent(year, monkeypatch):
    annual_reports.save_report(year, TEXTS, seen=0)
    with monkeypatch.context() as patched:
        patched.setattr(emails, "report_sent", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            annual_reports.send_report(year, by=None, seen=1, on=ON)
    assert AnnualReport.objects.get().sent_at is None

    sent = annual_reports.send_report(year, by=None, seen=1, on=ON)

    folder = Path(sent.file.path).parent
    for file in folder.iterdir():
        os.utime(file, (0, 0))
    jobs.sweep_files(ON)
    kept = {Path(name).name for name in annual_reports.all_files()}
    assert default_storage.exists(sent.file.name)
    assert {file.name for file in folder.iterdir()} <= kept


def test_says_so_where_the_report_cannot_be_stored(manager, year, settings):
    settings.MEDIA_ROOT = "/proc/nowhere"

    page = said(press(manager, year, "send"))

    assert "It could not be stored just now. Try again later." in page
    assert "Words on well.</textarea>" in page
    report = AnnualReport.objects.get()
    assert (report.sent_at, report.texts) == (None, TEXTS)
    assert not Message.objects.exists()


def test_staff_open_it_again_and_the_first_one_is_kept(staff, year, administrator):
    make_member(year.partner, user=make_user("dana@larkspur.example"))
    annual_reports.save_report(year, TEXTS, seen=0)
    first = annual_reports.send_report(year, by=None, seen=1, on=ON)
    with first.file.open() as file:
        content = file.read()

    annual_reports.reopen_report(first, by=administrator, reason="The plans are missing.")

    [mail] = Message.objects.filter(what="report-reopened")
    assert (mail.to, "The plans are missing." in mail.text) == ("dana@larkspur.example", True)
    annual_reports.save_report(year, TEXTS | {"plans": "More."}, seen=1)
    second = annual_reports.send_report(year, by=None, seen=2, on=ON)
    assert second.sha256 != first.sha256
    assert Message.objects.filter(what="report-sent").count() == 2
    [earlier] = annual_reports.earlier(second)
    address = reverse("admin:applications_annualreport_download", args=[second.pk])
    assert staff.get(f"{address}?version={earlier.pk}").getvalue() == content
    assert hashlib.sha256(staff.get(address).getvalue()).hexdigest() == second.sha256
    assert staff.get(f"{address}?version=0").status_code == 404
    shown = said(staff.get(reverse("admin:applications_annualreport_change", args=[second.pk])))
    assert first.sha256 in shown
    assert "More." in shown


@pytest.mark.parametrize(
    ("rights", "expected"),
    [({"may_sign": True}, 302), ({"may_handle_money": True}, 403), ({}, 403)],
)
def test_who_may_write_and_send(client, year, rights, expected):
    client.force_login(make_member(year.partner, may_manage=False, **rights).user)

    assert client.get(page_of(year)).status_code == 200
    assert press(client, year, "save").status_code == expected
    assert press(client, year, "send", seen=1).status_code == expected


def test_a_stranger_finds_neither_page_nor_file(client, stranger, year):
    annual_reports.save_report(year, TEXTS, seen=0)
    annual_reports.send_report(year, by=None, seen=1, on=ON)
    other = make_member(make_partner())
    theirs = [page_of(year), pdf_of(year), reverse("applications:report", args=[year.partner_id])]
    mine = [reverse(f"applications:report-{n}", args=[other.partner_id, year.pk]) for n in NAMES]

    for user, addresses in [(stranger, theirs), (other.user, theirs), (other.user, mine)]:
        client.force_login(user)
        for address in addresses:
            assert client.get(address).status_code == 404
    assert press(client, year, "save").status_code == 404


NAMES = ["of-year", "pdf"]


@pytest.mark.parametrize(
    ("on", "is_asked"),
    [
        (date(2017, 5, 30), False),
        (date(2017, 5, 31), True),
        (date(2017, 7, 31), True),
        (date(2018, 7, 31), True),
        (date(2018, 8, 1), False),
    ],
)
def test_is_a_next_step_from_30_days_before_the_end_until_it_is_sent(year, on, is_asked):
    steps = [*reports_to_send(Look([year.partner], on))]

    assert [step.last_day for step in steps] == [date(2017, 7, 31)] * is_asked
    annual_reports.save_report(year, TEXTS, seen=0)
    assert len([*reports_to_send(Look([year.partner], on))]) == len(steps)
    annual_reports.send_report(year, by=None, seen=1, on=ON)
    assert not [*reports_to_send(Look([year.partner], on))]


def test_nobody_who_joined_later_is_asked(year):
    year.partner.started_on = date(2017, 7, 1)
    year.partner.save()

    assert not [*reports_to_send(Look([year.partner], date(2017, 7, 5)))]


def test_asks_equally_often_for_one_call_and_for_three(manager, year):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert manager.get(page_of(year)).status_code == 200
        return len(asked)

    make_call(year, status="completed").actions.create(what="Ask", side="staff")
    queries()  # the first request of all looks up more
    with_one = queries()
    for _ in range(2):
        make_call(year, status="completed").actions.create(what="Ask", side="staff")
        make_member(year.partner)

    assert queries() == with_one


def test_its_next_step_asks_equally_often_for_one_partner_and_for_three(year):
    years = [year]
    for _ in range(2):
        years.append(make_partner_year(program_year=year.program_year))
        years[-1].move("confirmed", by=None)

    def queries(partners):
        with CaptureQueriesContext(connection) as asked:
            assert len([*reports_to_send(Look(partners, ON))]) == len(partners)
        return len(asked)

    assert queries([year.partner]) == queries([each.partner for each in years]) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_is_sent_once():
    for _ in often():
        report = make_report(texts=TEXTS)
        year = PartnerYear.objects.get(pk=report.partner_year_id)

        def send(year=year):
            return annual_reports.send_report(year, by=None, seen=0, on=ON).sha256

        first, second = at_once(send, send)

        assert first == second
        assert Message.objects.filter(occasion__startswith=f"{report.pk} ").count() == 1
