"""What is held of people who confirm, take something on in a call, or send a report."""

import pytest
from django.core.files.storage import default_storage

from applications.actions import annual_reports, calling
from applications.annual import PARTS
from applications.models import AnnualReport
from applications.privacy.partnering import erase_with_bytes, of_partners_that_left
from plp.core import history
from plp.core.days import end_of, pacific_today
from plp.core.privacy.person import Person, erase
from tests.make import (
    make_call,
    make_confirmation,
    make_confirmation_file,
    make_report,
    make_user,
)

pytestmark = pytest.mark.django_db

EMAIL, NAME = "dana@larkspur.example", "Dana Whitlock"
TODAY = pacific_today


@pytest.fixture
def dana():
    return make_user(EMAIL, name=NAME)


def make_sent(by):
    report = make_report(texts=dict.fromkeys(PARTS, f"{NAME} says so."))
    return annual_reports.send_report(report.partner_year, by=by, seen=0, on=TODAY())


def test_a_person_is_given_what_they_wrote_with_its_files(dana):
    file = make_confirmation_file(make_confirmation(by=dana))
    call = make_call()
    calling.add_action(call, what="Ask the county", side="partner", owner=dana, due_on=None)
    report = make_sent(dana)

    held = {section.title: section.rows for section in Person(EMAIL).sections}

    assert held["Confirmations"][0].says["What they confirmed"] == "The county pays for it."
    assert held["Confirmations"][0].files == [("board.pdf", file.file)]
    assert held["Actions of calls"][0].title == "Ask the county"
    assert held["Annual reports"][0].files == [("annual-report.pdf", report.file)]
    assert held["Annual reports"][0].says["well"] == "Dana Whitlock says so."


def test_what_they_gave_stays_without_their_name(dana, administrator, commit):
    with commit():
        given = make_confirmation(by=dana, text=f"{NAME} has the money.")
        call = make_call(agenda=f"Ask {NAME}.", notes=f"{NAME} agreed, {EMAIL}.")
        call.actions.create(what=f"{NAME} asks", side="partner", owner=dana)
        report = make_sent(dana)

    with commit():
        erase(Person(EMAIL), by=administrator, names=[NAME])

    for record in (given, call, report):
        record.refresh_from_db()
    assert given.text == "[erased] has the money."
    assert given.by.name == "A person who was erased"
    assert (call.agenda, call.actions.get().what) == ("Ask [erased].", "[erased] asks")
    assert NAME not in call.notes + str(report.texts)
    assert EMAIL not in call.notes
    assert default_storage.exists(report.file.name)


def test_evidence_and_reports_go_long_after_the_end_bytes_included(dana, commit):
    file, stays = make_confirmation_file(), make_confirmation_file()
    report = make_sent(dana)
    first = report.file.name
    annual_reports.reopen_report(report, by=dana, reason="Again.")
    again = annual_reports.send_report(report.partner_year, by=dana, seen=0, on=TODAY())
    for year in (file.confirmation.requirement.partner_year, report.partner_year):
        year.partner.ended_on = year.partner.started_on
        year.partner.save()

    with commit():
        for rows in of_partners_that_left(end_of(TODAY())):
            erase_with_bytes(rows)

    assert not AnnualReport.objects.exists()
    assert not any(map(default_storage.exists, [file.file.name, first, again.file.name]))
    assert default_storage.exists(stays.file.name)
    assert not history.of(AnnualReport).exclude(file="").exists()
