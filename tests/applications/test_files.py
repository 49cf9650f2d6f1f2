"""Files of an application: taken one by one, kept with what is typed, given only to its people."""

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from applications import jobs
from applications.models import Attachment
from tests.browsing import said, section_url, url
from tests.make import PDF, make_attachment, make_draft, make_sent, make_user

pytestmark = pytest.mark.django_db

PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde"
    b"\0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0\0\0\3\1\1\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82"
)


def docx(**entries):
    """A zip that Word would take for a document."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": "x", "word/document.xml": "x"} | entries:
            archive.writestr(name, content)
    return data.getvalue()


def bomb():
    """A small .docx that would unpack to 300 MB."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    return data.getvalue()


def upload(client, draft, name="calendar.pdf", content=PDF, **typed):
    data = {"do": "upload", "file": SimpleUploadedFile(name, content)} | typed
    return client.post(section_url(draft, "experience"), data, follow=True)


def test_keeps_a_file_and_what_was_typed_beside_it(writer):
    draft = make_draft()
    client = writer(draft)

    answer = upload(client, draft, "my calendar 😀.pdf", **{"q-pd-years": "eleven"})

    kept = draft.attachments.get()
    assert answer.redirect_chain[-1][0] == f"{section_url(draft, 'experience')}#files"
    assert (kept.name, kept.kind, kept.size) == ("my calendar 😀.pdf", "pdf", len(PDF))
    assert "calendar" not in kept.file.name
    assert Path(kept.file.path).read_bytes() == PDF
    assert draft.sections.get().typed["q-pd-years"] == ["eleven"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("letters.docx", PNG, "picture named .docx"),
        ("letters.pdf", b"MZ\x90", "Not kept:"),
        ("run.exe", b"MZ\x90", "Not kept:"),
        ("empty.pdf", b"", "Not kept:"),
        ("big.pdf", PDF + b"0" * 10_000_001, "larger than 10 MB"),
        ("page.html", b"<script>alert(1)</script>", "Not kept:"),
    ],
)
def test_refuses_what_it_is_not_and_keeps_what_was_typed(writer, name, content, reason):
    draft = make_draft()
    client = writer(draft)

    answer = upload(client, draft, name, content, **{"q-pd-years": "11"})

    assert reason in said(answer)
    assert name in said(answer)
    assert 'value="11"' in said(answer)
    assert not Attachment.objects.exists()
    assert draft.sections.get().typed["q-pd-years"] == ["11"]


def test_refuses_a_zip_bomb_without_unpacking_it(writer):
    draft = make_draft()

    answer = upload(writer(draft), draft, "letters.docx", bomb())

    assert "Not kept:" in said(answer)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("do", ["continue", "leave"])
def test_a_chosen_file_is_kept_whatever_button_is_pressed(writer, do):
    draft = make_draft()

    upload(writer(draft), draft, do=do)

    assert draft.attachments.get().name == "calendar.pdf"


def test_a_chosen_file_that_is_not_taken_stops_whoever_goes_on(writer):
    draft = make_draft()

    answer = upload(writer(draft), draft, "run.exe", b"MZ", do="leave")

    assert "The file is not." in said(answer)


def test_a_picture_of_nothing_but_fill_costs_no_time(writer):
    draft = make_draft()

    answer = upload(writer(draft), draft, "a.jpg", b"\xff\xd8" + b"\xff" * 9_000_000)

    assert "Not kept:" in said(answer)


def test_says_so_where_files_cannot_be_stored(writer, settings):
    settings.MEDIA_ROOT = "/proc/nowhere"
    draft = make_draft()

    answer = upload(writer(draft), draft)

    assert "It could not be stored just now." in said(answer)
    assert not Attachment.objects.exists()


def test_says_so_where_the_bytes_are_lost(writer):
    made = make_attachment()
    Path(made.file.path).unlink()

    assert writer(made.draft).get(url(made.draft, "draft-file", made.pk)).status_code == 404


def test_pressing_upload_without_a_file_says_so(writer):
    draft = make_draft()

    answer = writer(draft).post(section_url(draft, "experience"), {"do": "upload"}, follow=True)

    assert "Choose a file first" in said(answer)


def test_takes_five_files_and_no_sixth(writer):
    draft = make_draft()
    client = writer(draft)
    for _ in range(5):
        upload(client, draft)

    answer = upload(client, draft)

    assert "You have 5 files already." in said(answer)
    assert draft.attachments.count() == 5


def test_gives_a_file_back_as_a_download(writer):
    made = make_attachment(name="plan 😀.pdf")

    answer = writer(made.draft).get(url(made.draft, "draft-file", made.pk))

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_gives_nobody_else_a_file(client, writer, stranger):
    made, other = make_attachment(), make_draft()
    address = url(made.draft, "draft-file", made.pk)

    assert client.get(address).status_code == 404
    client.force_login(stranger)
    assert client.get(address).status_code == 404
    assert writer(other).get(url(other, "draft-file", made.pk)).status_code == 404


def test_no_address_leads_to_the_files_themselves(client):
    made = make_attachment()

    assert client.get(f"/media/{made.file.name}").status_code == 404
    assert client.get(f"/{made.file.name}").status_code == 404


def test_removes_a_file_with_its_bytes(writer, commit):
    made = make_attachment()
    path = Path(made.file.path)
    client = writer(made.draft)

    with commit():
        client.post(section_url(made.draft, "experience"), {"do": f"drop-{made.pk}"})

    assert not Attachment.objects.exists()
    assert not path.exists()


def test_removes_no_file_of_another_draft(writer):
    made, mine = make_attachment(), make_draft()

    writer(mine).post(section_url(mine, "experience"), {"do": f"drop-{made.pk}"})

    assert Attachment.objects.exists()


def test_a_deleted_draft_leaves_no_bytes(writer, commit):
    made = make_attachment()
    path = Path(made.file.path)

    with commit():
        writer(made.draft).post(url(made.draft, "draft-discard"))

    assert not path.exists()


def test_files_of_a_sent_application_are_kept_and_not_removed_by_who_sent_it(writer):
    application = make_sent()
    made = make_attachment(draft=application.draft)

    writer(application.draft).post(
        section_url(application.draft, "experience"), {"do": f"drop-{made.pk}"}
    )

    assert Attachment.objects.get() == made


def test_staff_without_permission_get_no_file(client):
    made = make_attachment()
    client.force_login(make_user(is_staff=True))

    address = reverse("admin:applications_attachment_download", args=[made.pk])
    assert client.get(address).status_code == 403


def test_an_upload_cut_off_in_the_middle_keeps_nothing_but_what_was_there(writer):
    made = make_attachment()
    client = writer(made.draft)
    body = (
        b'--cut\r\nContent-Disposition: form-data; name="do"\r\n\r\nupload\r\n--cut\r\n'
        b'Content-Disposition: form-data; name="file"; filename="b.pdf"\r\n\r\n%PDF-1.7 half'
    )

    answer = client.post(
        section_url(made.draft, "experience"),
        body,
        content_type="multipart/form-data; boundary=cut",
    )

    assert answer.status_code in {200, 302, 400}
    assert Attachment.objects.get() == made


def test_a_file_without_a_row_is_swept_after_a_day():
    kept = make_attachment()
    lost = default_storage.save("applications/2016/lost.pdf", ContentFile(PDF))

    jobs.sweep_files(date(2016, 2, 11))
    assert default_storage.exists(lost)
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        jobs.sweep_files(date(2016, 2, 13))

    assert not default_storage.exists(lost)
    assert default_storage.exists(kept.file.name)
