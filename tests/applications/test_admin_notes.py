"""Notes among staff on an application's page."""

import pytest
import time_machine
from django.urls import reverse

from applications import links
from applications.models import Note
from tests.applications.test_admin_dossier import READER, address, dossier
from tests.browsing import link, said
from tests.make import (
    make_application,
    make_sent,
    make_user,
)

pytestmark = pytest.mark.django_db


def write(client, application, text="Called Dana about parking."):
    return client.post(address(application, "notes"), {"text": text})


def test_a_note_is_kept_with_its_author(staff, administrator):
    made = make_application()

    answer = write(staff, made)

    assert answer.url == address(made)
    note = made.notes.get()
    assert (note.author, note.text) == (administrator, "Called Dana about parking.")
    assert "Called Dana about parking." in said(dossier(staff, made))


def test_an_empty_note_is_asked_for_again(staff):
    made = make_application()

    page = write(staff, made, " \n ")

    assert page.status_code == 200
    assert page.context_data["form"].errors == {"text": ["Write the note first."]}
    assert not Note.objects.exists()


def test_a_note_that_is_too_long_is_shown_again_word_for_word(staff):
    made = make_application()

    page = write(staff, made, "chalk " * 1_000)

    assert "at most 5000 characters" in said(page)
    assert page.content.decode().count("chalk ") >= 1_000
    assert not Note.objects.exists()


@pytest.mark.parametrize("codes", [["view_application"], READER])
def test_a_viewer_adds_no_note(person, codes):
    made = make_application()
    client = person(*codes)

    assert write(client, made).status_code == 403

    assert not Note.objects.exists()
    assert "Add the note" not in said(dossier(client, made))


def test_who_may_not_read_notes_reads_none(person):
    made = make_application()
    Note.objects.create(application=made, author=make_user(), text="SECRET NOTE")

    assert "SECRET NOTE" not in said(dossier(person("view_application"), made))
    assert "SECRET NOTE" in said(dossier(person(*READER), made))


def test_its_author_changes_and_deletes_a_note_on_the_same_day(staff, administrator):
    made = make_application()
    note = Note.objects.create(application=made, author=administrator, text="Lot A.")
    url = address(made, "note", note.pk)
    assert url in said(dossier(staff, made))

    assert staff.post(url, {"text": "Lot B."}).url == address(made)
    note.refresh_from_db()
    assert note.text == "Lot B."

    assert staff.post(url, {"delete": "1"}).url == address(made)
    assert not Note.objects.exists()


def test_a_note_stays_as_it_is_from_the_next_day_on(staff, administrator):
    made = make_application()
    with time_machine.travel("2016-02-11 23:30-08:00"):
        note = Note.objects.create(application=made, author=administrator, text="Lot A.")
    url = address(made, "note", note.pk)

    with time_machine.travel("2016-02-12 00:30-08:00"):
        staff.force_login(administrator)
        for data in ({"text": "Lot B."}, {"delete": "1"}):
            assert staff.post(url, data).status_code == 403
        assert url not in said(dossier(staff, made))

    note.refresh_from_db()
    assert note.text == "Lot A."


def test_nobody_changes_the_note_of_another(staff):
    made = make_application()
    note = Note.objects.create(application=made, author=make_user(), text="Lot A.")
    url = address(made, "note", note.pk)

    for data in ({"text": "Lot B."}, {"delete": "1"}):
        assert staff.post(url, data).status_code == 403

    note.refresh_from_db()
    assert note.text == "Lot A."


def test_a_note_is_found_only_with_its_own_application(staff, administrator):
    note = Note.objects.create(application=make_application(), author=administrator, text="A.")

    answer = staff.post(address(make_application(), "note", note.pk), {"delete": "1"})

    assert answer.status_code == 404
    assert Note.objects.exists()


def test_no_applicant_reads_a_note(writer, administrator):
    made = make_sent()
    Note.objects.create(application=made, author=administrator, text="SECRET NOTE")
    client = writer(made.draft)

    for purpose in (links.Purpose.EDIT, links.Purpose.SIGN):
        page = client.get(link(made.draft, purpose), follow=True)
        assert "SECRET NOTE" not in page.content.decode()
    everything = client.get(reverse("applications:draft-everything", args=[made.code]))
    assert "SECRET NOTE" not in everything.content.decode()
