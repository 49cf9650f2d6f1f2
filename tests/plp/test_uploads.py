"""What a request may upload: a file too large is left out, and nothing stays behind."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import UnreadablePostError
from django.test import RequestFactory
from django.test.client import BOUNDARY, encode_multipart

from plp.core import uploads

LARGEST = 70_000  # more than the 64 kB that come at once


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    """Where files wait, empty at first."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    monkeypatch.setattr(uploads, "LARGEST_FILE", LARGEST)
    return tmp_path


def file(size, name="plan.pdf"):
    return SimpleUploadedFile(name, b"x" * size)


@pytest.fixture
def posted():
    """Post a form; its request is closed at the end, as Django does once it has answered."""
    made = []

    def post(data):
        made.append(RequestFactory().post("/", data))
        return made[-1]

    yield post
    for request in made:
        request.close()


def sizes(request):
    return {name: [f.size for f in files] for name, files in request.FILES.lists()}


def test_takes_a_file_of_just_the_size_allowed(posted):
    request = posted({"plan": file(LARGEST)})

    assert sizes(request) == {"plan": [LARGEST]}
    assert uploads.too_large(request) == {}


def test_leaves_out_a_larger_one_and_takes_all_else(folder, posted):
    request = posted(
        {"a": file(3), "plan": file(LARGEST + 1), "b": file(4), "name": "Ada", "note": "x" * 9}
    )

    assert uploads.too_large(request).keys() == {"plan"}
    assert sizes(request) == {"a": [3], "b": [4]}
    assert request.FILES["a"].read() == b"xxx"
    assert (request.POST["name"], request.POST["note"]) == ("Ada", "x" * 9)
    assert len(list(folder.iterdir())) == 2


def test_says_so_before_anybody_has_read_the_form(posted):
    assert uploads.too_large(posted({"plan": file(LARGEST + 1)})).keys() == {"plan"}


def test_a_form_without_files_has_none_too_large(posted):
    assert uploads.too_large(posted({"name": "Ada"})) == {}
    assert uploads.too_large(RequestFactory().get("/")) == {}
    typed = RequestFactory().post("/", "name=Ada", "application/x-www-form-urlencoded")
    assert uploads.too_large(typed) == {}
    assert typed.POST["name"] == "Ada"


def test_takes_ten_files_and_leaves_out_the_others(folder, posted):
    request = posted({"plan": [file(number) for number in range(1, 13)], "name": "Ada"})

    assert sizes(request) == {"plan": list(range(1, 11))}
    assert request.FILES.getlist("plan")[-1].read() == b"x" * 10
    assert request.POST["name"] == "Ada"
    request.close()
    assert not list(folder.iterdir())


def cut_off(stream):
    """A form with two files, of which the second breaks off."""
    files = {"a": file(3), "plan": file(60_000)}
    whole = encode_multipart(BOUNDARY, files)
    for upload in files.values():
        upload.seek(0)
    request = RequestFactory().post("/", files)
    request._stream = stream(whole[:40_000])
    return request


class Lost(BytesIO):
    """A connection that is reset once all that came has been read."""

    def read(self, *args):
        data = super().read(*args)
        if not data:
            raise OSError("Connection reset by peer")
        return data


def test_of_data_that_ends_too_early_nothing_is_kept(folder):
    request = cut_off(BytesIO)

    assert "plan" not in request.FILES
    request.close()
    assert not list(folder.iterdir())


def test_of_a_lost_connection_nothing_is_kept(folder):
    request = cut_off(Lost)

    with pytest.raises(UnreadablePostError):
        _ = request.FILES

    assert not list(folder.iterdir())
