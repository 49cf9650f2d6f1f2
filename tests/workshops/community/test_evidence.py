"""Files that show how a community event went: taken, given to its partner alone, deleted."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plp.core.workflow import TransitionError
from tests.browsing import said
from tests.make import PDF, make_community_event, make_member
from workshops.actions import community as actions
from workshops.models import CommunityEventFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(partner):
    return make_community_event(partner=partner)


def address(event, name="community-event", *keys):
    return reverse(f"workshops:{name}", args=[event.partner_id, event.pk, *keys])


def upload(client, event, name="agenda 🐧.pdf", content=PDF):
    data = {"file": SimpleUploadedFile(name, content)}
    return client.post(address(event, "community-file-add"), data, follow=True)


def keep(event):
    file = ContentFile(PDF, "a.pdf")
    return event.files.create(name="agenda.pdf", kind="pdf", size=len(PDF), file=file)


def test_keeps_a_file_and_gives_it_back_to_be_saved(manager, event):
    answer = upload(manager, event)

    kept = event.files.get()
    assert answer.redirect_chain[-1][0] == f"{address(event)}#files"
    assert "agenda 🐧.pdf" in said(answer)
    assert (kept.kind, kept.size) == ("pdf", len(PDF))
    assert "agenda" not in kept.file.name
    given = manager.get(address(event, "community-file", kept.pk))
    assert given.getvalue() == PDF
    assert given["Content-Disposition"].startswith("attachment")


def test_says_right_where_one_uploads_what_must_never_be_uploaded(manager, event):
    words = "Never names or pictures of students."
    event.first_day = event.last_day = "2016-01-08"
    event.save()

    assert words in said(manager.get(address(event)))
    assert words in said(manager.get(address(event, "community-record")))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("run.exe", b"MZ", ".exe files are not taken."),
        ("empty.pdf", b"", "This file is empty."),
        ("page.pdf", b"<script>", "is damaged, or is not what its name says."),
        ("big.pdf", PDF + b"0" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_says_beside_the_field_what_is_not_taken(manager, event, name, content, reason):
    answer = upload(manager, event, name, content)

    assert f"{name} was not kept." in said(answer)
    assert reason in said(answer)
    assert not event.files.exists()


def test_asks_for_a_file_where_none_was_chosen(manager, event):
    answer = manager.post(address(event, "community-file-add"))

    assert "Choose a file first, then press Upload." in said(answer)


def test_takes_so_many_and_no_more(manager, event):
    for _ in range(actions.MOST_FILES):
        keep(event)

    assert 'type="file"' not in said(manager.get(address(event)))
    assert "There are 5 files." in said(upload(manager, event))
    assert event.files.count() == actions.MOST_FILES


def test_files_that_cannot_be_stored_are_said_in_words(event, settings):
    settings.MEDIA_ROOT = "/proc/nowhere"

    with pytest.raises(TransitionError, match="could not be stored just now"):
        actions.add_evidence(event, SimpleUploadedFile("a.pdf", PDF))

    assert not event.files.exists()


def test_deletes_a_file_with_its_bytes(manager, event, commit):
    file = keep(event)
    path = Path(file.file.path)
    assert path.exists()

    with commit():
        manager.post(address(event, "community-file-delete", file.pk))
    again = manager.post(address(event, "community-file-delete", file.pk), follow=True)

    assert not path.exists()
    assert not event.files.exists()
    assert again.status_code == 200


def test_everybody_at_the_partner_reads_it_and_nobody_else(client, browse, event):
    file = address(event, "community-file", keep(event).pk)
    client.force_login(make_member().user)

    assert browse().get(file).getvalue() == PDF
    assert client.get(file).status_code == 404


def test_a_file_of_another_event_is_not_found_among_ones_own(manager, event):
    other = keep(make_community_event(partner=event.partner))

    assert manager.get(address(event, "community-file", other.pk)).status_code == 404
    manager.post(address(event, "community-file-delete", other.pk))
    assert CommunityEventFile.objects.count() == 1


def test_who_comes_by_the_address_of_a_button_is_led_to_the_event(manager, event):
    for name in ["community-undo", "community-file-add"]:
        assert manager.get(address(event, name)).url == address(event)
