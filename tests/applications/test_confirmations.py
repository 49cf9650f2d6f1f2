"""Confirmations: what a partner says of itself, its evidence, and the word of staff on it."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.actions import confirming
from applications.counting import lines
from applications.look import Look
from applications.models import Confirmation, PartnerRequirement
from applications.next_steps import steps_of
from applications.statuses import Status
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.browsing import said
from tests.make import (
    PDF,
    make_call,
    make_confirmation,
    make_confirmation_file,
    make_member,
    make_partner,
    make_partner_requirement,
    make_user,
    the_pin,
    the_program,
)
from tests.make import make_partner_year as make_year

pytestmark = pytest.mark.django_db

ON = date(2016, 9, 1)
SAID = {"text": "The county pays.", "done_on": "2016-07-01", "valid_until": "2017-06-30"}


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-09-01 12:00-07:00", tick=False):
        yield


@pytest.fixture
def partner():
    partner = make_partner(region=the_pin().region)
    year = make_year(partner=partner, program_year=the_program().years.get(number=1))
    year.move("confirmed", by=None)
    return partner


def row_of(partner, kind):
    return PartnerRequirement.objects.get(partner_year__partner=partner, requirement__kind=kind)


@pytest.fixture
def funding(partner):
    return row_of(partner, "funding")


@pytest.fixture
def manager(client, partner):
    user = make_user("dana@larkspur.example", name="Dana Whitlock")
    client.force_login(make_member(partner, user=user).user)
    return client


def page_of(row):
    return reverse("applications:confirm", args=[row.partner_year.partner_id, row.pk])


def one_of(row):
    return reverse("applications:requirement", args=[row.partner_year.partner_id, row.pk])


def status_of(row, on=ON):
    [line] = lines(PartnerRequirement.objects.filter(pk=row.pk), on)
    return line.status


def pdf(name="board.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def give(client, row, **more):
    return client.post(page_of(row), {"do": "confirm", "seen": "0"} | SAID | more)


def test_counts_from_the_moment_it_is_given_with_its_evidence(manager, funding):
    assert status_of(funding) == Status.TO_CONFIRM

    answer = give(manager, funding, file=pdf())

    made = Confirmation.objects.get()
    assert answer.url == page_of(funding)
    assert "Confirmed: Funding confirmed." in said(manager.get(answer.url))
    assert (made.by.name, made.valid_until) == ("Dana Whitlock", date(2017, 6, 30))
    with made.files.get().file.open() as kept:
        assert kept.read() == PDF
    assert status_of(funding) == Status.CONFIRMED
    assert status_of(funding, date(2017, 6, 30)) == Status.CONFIRMED


def test_a_second_press_gives_no_second_one(manager, funding):
    give(manager, funding)
    give(manager, funding)

    assert Confirmation.objects.count() == 1


def test_a_file_that_is_chosen_only_for_the_second_press_is_kept_once(manager, funding):
    give(manager, funding)
    give(manager, funding, file=pdf())
    give(manager, funding, file=pdf())

    assert Confirmation.objects.get().files.count() == 1


def test_a_second_press_after_we_returned_it_is_not_called_confirmed(
    manager, funding, administrator
):
    give(manager, funding)
    confirming.return_confirmation(Confirmation.objects.get(), by=administrator, word="Unsigned.")

    page = said(give(manager, funding))

    assert "Somebody has confirmed this since you opened the page" in page
    assert "Unsigned." in page


def test_a_file_is_judged_before_anything_is_locked(funding, monkeypatch):
    asked = CaptureQueriesContext(connection)
    before = []
    judge = confirming.kind_of
    monkeypatch.setattr(confirming, "kind_of", lambda f: before.append(len(asked)) or judge(f))
    words = {"text": "Ours.", "done_on": date(2016, 7, 1), "valid_until": date(2017, 6, 30)}
    by = make_user()

    with asked:
        confirming.confirm(funding, by=by, seen=0, upload=pdf(), **words)

    assert before == [0]


def test_who_did_not_see_the_last_one_is_told_and_keeps_what_was_typed(manager, funding):
    make_confirmation(funding, text="Another.")

    page = said(give(manager, funding))

    assert "Somebody has confirmed this since you opened the page" in page
    assert ">The county pays.</textarea>" in page.replace("> ", ">")
    assert Confirmation.objects.count() == 1


def test_a_verified_one_is_replaced_by_a_newer_one(manager, funding, administrator):
    first = make_confirmation(funding, valid_until=date(2016, 12, 31))
    confirming.verify(first, by=administrator)

    give(manager, funding, seen=first.pk)

    assert status_of(funding, date(2017, 3, 1)) == Status.CONFIRMED


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"text": ""}, "Write what you confirm."),
        ({"done_on": "2016-09-02"}, "This day is still to come."),
        ({"valid_until": "2016-06-30"}, "It ends before it begins."),
        ({"valid_until": "2017-07-01"}, "Choose 30 June 2017 or an earlier day"),
        ({"valid_until": ""}, "Choose the last day."),
        ({"file": pdf("a.exe")}, ".exe files are not taken."),
    ],
)
def test_says_what_is_wrong_and_saves_nothing(manager, funding, typed, error):
    page = said(give(manager, funding, **typed))

    assert error in page
    assert not Confirmation.objects.exists()


def test_the_privacy_policy_is_linked_and_may_hold_for_good(manager, partner):
    row = row_of(partner, "privacy")

    assert 'href="/privacy">privacy policy</a>' in said(manager.get(page_of(row)))
    give(manager, row, valid_until="")

    assert status_of(row, date(2017, 6, 1)) == Status.CONFIRMED


@pytest.mark.parametrize(
    ("rights", "kind", "expected"),
    [
        ({"may_handle_money": True}, "funding", 302),
        ({"may_sign": True}, "funding", 302),
        ({}, "funding", 403),
        ({"may_sign": True}, "privacy", 302),
        ({"may_handle_money": True}, "privacy", 403),
    ],
)
def test_who_may_confirm_what(client, partner, rights, kind, expected):
    row = row_of(partner, kind)
    client.force_login(make_member(partner, may_manage=False, **rights).user)

    assert client.get(page_of(row)).status_code == 200
    assert give(client, row).status_code == expected


def test_a_stranger_finds_neither_page_nor_file(client, stranger, funding):
    file = make_confirmation_file(make_confirmation(funding))
    theirs = reverse("applications:evidence", args=[funding.partner_year.partner_id, file.pk])
    other = make_member(make_partner())
    mine = reverse("applications:evidence", args=[other.partner_id, file.pk])

    for user, address in [
        (stranger, page_of(funding)),
        (stranger, theirs),
        (other.user, page_of(funding)),
        (other.user, theirs),
        (other.user, mine),
    ]:
        client.force_login(user)
        assert client.get(address).status_code == 404
    client.force_login(other.user)
    assert give(client, funding).status_code == 404


def test_what_records_show_is_not_confirmed(manager, partner):
    assert manager.get(page_of(row_of(partner, "meetups"))).status_code == 404


def test_evidence_is_added_and_removed_until_staff_have_answered(
    manager, funding, administrator, commit
):
    given = make_confirmation(funding)
    name = f"file-of-{given.pk}-file"
    manager.post(page_of(funding), {"do": f"upload-{given.pk}", name: pdf()})
    file = given.files.get()
    address = reverse("applications:evidence", args=[funding.partner_year.partner_id, file.pk])
    assert manager.get(address).getvalue() == PDF

    with commit():
        manager.post(page_of(funding), {"do": f"drop-{file.pk}"})
    assert not file.file.storage.exists(file.file.name)

    kept = make_confirmation_file(given)
    confirming.verify(given, by=administrator)
    refused = manager.post(page_of(funding), {"do": f"drop-{kept.pk}"})
    assert "its files stay as they are" in said(refused)
    refused = manager.post(page_of(funding), {"do": f"upload-{given.pk}", name: pdf()})
    assert "its files stay as they are" in said(refused)
    assert given.files.count() == 1


def test_a_file_of_another_requirement_is_not_removed(manager, funding):
    file = make_confirmation_file()

    answer = manager.post(page_of(funding), {"do": f"drop-{file.pk}"})

    assert answer.status_code == 404
    assert type(file).objects.exists()


def test_takes_no_more_than_five_files(funding):
    given = make_confirmation(funding)
    for _ in range(confirming.MOST_FILES):
        make_confirmation_file(given)

    with pytest.raises(TransitionError, match="5 files already"):
        confirming.add_evidence(given, pdf())


def test_a_returned_one_counts_no_more_and_is_asked_again(funding, manager, administrator):
    make_member(funding.partner_year.partner, may_manage=False)
    given = make_confirmation(funding, valid_until=date(2017, 6, 30))
    partner = funding.partner_year.partner
    assert not [s for s in steps_of(Look([partner], ON)) if s.key == f"requirement {funding.pk}"]

    confirming.return_confirmation(given, by=administrator, word="The letter is not signed.")

    [mail] = Message.objects.filter(what="confirmation-returned")
    assert mail.to == "dana@larkspur.example"
    assert "The letter is not signed." in mail.text
    [step] = [s for s in steps_of(Look([partner], ON)) if s.key == f"requirement {funding.pk}"]
    assert step.url == page_of(funding)
    assert "The letter is not signed." in said(manager.get(page_of(funding)))


def test_a_returned_one_stands_first_on_the_home_and_says_so(funding, manager, administrator):
    make_call(funding.partner_year, at=datetime(2016, 9, 3, 18, tzinfo=UTC))
    given = make_confirmation(funding, valid_until=date(2017, 6, 30))
    confirming.return_confirmation(given, by=administrator, word="The letter is not signed.")

    first, *others = steps_of(Look([funding.partner_year.partner], ON))

    assert first.what == "Confirm your funding again: we returned what you sent"
    assert first.more == "We wrote: The letter is not signed."
    assert any(step.last_day < first.last_day for step in others)
    make_confirmation(funding, valid_until=date(2016, 10, 1))  # given again, and ends soon
    again = [s for s in steps_of(Look([funding.partner_year.partner], ON)) if s.url == first.url]
    assert [(s.what, s.is_returned) for s in again] == [("Confirm your funding again", False)]


def test_who_cannot_sign_in_is_not_written_to(funding, manager, administrator):
    away = make_member(funding.partner_year.partner).user
    away.is_active = False
    away.save()

    confirming.return_confirmation(make_confirmation(funding), by=administrator, word="No.")

    [mail] = Message.objects.filter(what="confirmation-returned")
    assert mail.to != away.email


def test_one_that_ends_is_to_be_confirmed_again(funding):
    make_confirmation(funding, valid_until=date(2016, 12, 31))

    assert status_of(funding, date(2016, 12, 1)) == Status.RENEW_BY
    assert status_of(funding, date(2017, 1, 1)) == Status.TO_CONFIRM


def test_staff_verify_from_a_queue(staff, funding):
    given = make_confirmation(funding)
    make_confirmation(status="verified")
    listed = reverse("admin:applications_confirmation_changelist", query={"queue": "confirmations"})
    assert [*staff.get(listed).context_data["cl"].queryset] == [given]

    address = reverse("admin:applications_confirmation_step", args=["verify"])
    seen = staff.get(address, {"ids": given.pk}).context_data["seen"]
    staff.post(f"{address}?ids={given.pk}", {"do": "yes", "seen": seen})

    given.refresh_from_db()
    assert given.status == "verified"


def test_staff_delete_evidence_at_once_bytes_included(staff, commit):
    file = make_confirmation_file()
    address = reverse("admin:applications_confirmationfile_delete", args=[file.pk])

    with commit():
        staff.post(address, {"post": "yes"})

    assert not file.file.storage.exists(file.file.name)


def test_nothing_is_confirmed_that_is_waived(manager, funding):
    funding.waived_because = "The state pays."
    funding.save()

    assert "so there is nothing to confirm" in said(give(manager, funding))
    assert not Confirmation.objects.exists()


def test_asks_equally_often_for_one_confirmation_and_for_three(manager, funding):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert manager.get(page_of(funding)).status_code == 200
        return len(asked)

    make_confirmation_file(make_confirmation(funding, by=make_user()))
    queries()  # the first request of all looks up more
    with_one = queries()
    for _ in range(2):
        make_confirmation_file(make_confirmation(funding, by=make_user()))

    assert queries() == with_one
    assert with_one <= 15


def test_another_partners_requirement_stays_as_it_is(funding):
    other = make_partner_requirement(kind="funding", number=None)
    make_confirmation(other)

    assert status_of(funding) == Status.TO_CONFIRM


def test_a_partner_of_a_number_beyond_all_keys_is_not_there(manager, funding):
    page = reverse("applications:confirm", args=[10**25, funding.pk])

    assert manager.get(page).status_code == 404
    assert manager.post(page, {"do": "confirm"}).status_code == 404


def test_what_is_said_of_funding_is_for_those_who_read_amounts(client, partner, funding):
    given = make_confirmation(funding, text="The county pays $40,000.")
    file = make_confirmation_file(given)
    evidence = reverse("applications:evidence", args=[partner.pk, file.pk])

    client.force_login(make_member(partner, may_manage=False).user)
    for address in [page_of(funding), one_of(funding)]:
        assert "40,000" not in said(client.get(address))
    assert "Amounts are for those" in said(client.get(page_of(funding)))
    assert client.get(evidence).status_code == 403

    client.force_login(make_member(partner, may_manage=False, may_sign=True).user)
    for address in [page_of(funding), one_of(funding)]:
        assert "The county pays $40,000." in said(client.get(address))
    assert client.get(evidence).getvalue()


def test_our_word_on_funding_is_for_those_who_read_amounts(client, partner, funding):
    given = make_confirmation(funding, text="A fund pays.", status="returned")
    given.changes.create(old="given", new="returned", note="Are the $40,000 for two years?")
    home = reverse("applications:portal-home", args=[partner.pk])

    client.force_login(make_member(partner, may_manage=False).user)
    assert "40,000" not in said(client.get(home))
    assert "we returned what you sent" in said(client.get(home))

    client.force_login(make_member(partner, may_manage=False, may_handle_money=True).user)
    assert "Are the $40,000" in said(client.get(home))
