"""Files that people upload: taken for what they are, and given back to be saved."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from csp.middleware import CSPMiddleware
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from plp.core import files
from plp.core.files import NotTaken, as_attachment, clean_name, kind_of, random_name

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def png(width=3, height=2):
    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start, image = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\0" * 20))
    return b"\x89PNG\r\n\x1a\n" + start + image + chunk(b"IEND", b"")


def jpeg(width=3, height=2):
    exif = b"\xff\xe1\x00\x08Exif\0\0"
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + b"\1\x11\0" * 3
    return b"\xff\xd8" + exif + b"\xff" + frame + b"\xff\xda\x00\x02picture\xff\xd9"


def docx(extra=(), *, document="word/document.xml", types="[Content_Types].xml"):
    """A Word document; extra: (name, content) of what else it has inside."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in [(types, "<Types/>"), (document, "<w:document/>"), *extra]:
            packed.writestr(name, content)
    return made.getvalue()


def locked():
    """A Word document whose list says that its parts are encrypted."""
    content = bytearray(docx())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 1)
    return bytes(content)


def judged(name, content):
    return kind_of(name, BytesIO(content))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("plan.pdf", PDF, "pdf"),
        ("PLAN.PDF", b"\xef\xbb\xbf" + PDF, "pdf"),
        ("plan.docx", docx(), "docx"),
        ("plan.docx", docx(document="word/document2.xml"), "docx"),
        ("plan.docx", docx([("word/embeddings/book.zip", docx())]), "docx"),
        ("map.png", png(), "png"),
        ("map.jpg", jpeg(), "jpeg"),
        ("map.jpeg", jpeg() + b"what phones add", "jpeg"),
        ("../../map.v2.final.Png ", png(), "png"),
    ],
)
def test_takes_what_is_what_its_name_says(name, content, kind):
    file = BytesIO(content)

    assert kind_of(name, file) == kind
    assert file.read() == content


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("plan.pdf", b"", "This file is empty."),
        ("plan.exe", b"MZ", ".exe files are not taken. Save it as PDF, DOCX, PNG or JPEG"),
        ("plan.pdf.exe", PDF, ".exe files are not taken."),
        ("plan", PDF, "The file’s name does not say what it is, as .pdf would."),
        ("plan.<b>", PDF, "The file’s name does not say what it is"),
        ("plan.docx", png(), "This is a PNG picture named .docx. Name it .png, or save it as PDF"),
        ("map.png", jpeg(), "This is a JPEG picture named .png. Name it .jpg, or save it as PDF"),
        ("map.JPG", PDF, "This is a PDF named .jpg. Name it .pdf"),
        ("plan.pdf", docx(), "This is a Word document named .pdf. Name it .docx"),
        ("plan.pdf", b"<html><script>", "This file is damaged, or is not what its name says."),
        ("plan.docx", b"PK\x03\x04 and no more", "This file is damaged."),
        ("plan.docx", docx()[:-30], "This file is damaged."),
        ("plan.docx", docx(document="xl/workbook.xml"), "This file is not a Word document."),
        ("plan.docx", docx(types="mimetype"), "This file is not a Word document."),
        ("plan.docx", docx([("word/vbaProject.bin", "Sub")]), "This file has macros."),
        ("plan.docx", docx([("word/VBAPROJECT.BIN", "Sub")]), "This file has macros."),
        ("plan.docx", locked(), "This file needs a password."),
        ("plan.docx", docx([("a", b"\0" * 3_000_000)]), "This file is too large once unpacked."),
        ("map.png", png()[:20], "This picture is damaged."),
        ("map.png", png()[:-4], "This picture is damaged."),
        ("map.png", png(width=0), "This picture is damaged."),
        ("map.png", png(60_000, 60_000), "This picture has too many pixels."),
        ("map.jpg", jpeg()[:-2], "This picture is damaged."),
        ("map.jpg", b"\xff\xd8\xff\xd9", "This picture is damaged."),
        ("map.jpg", jpeg(60_000, 60_000), "This picture has too many pixels."),
    ],
)  # fmt: skip
def test_refuses_the_rest_and_says_what_to_do(name, content, why):
    with pytest.raises(NotTaken) as refused:
        judged(name, content)

    assert str(refused.value).startswith(why)


def test_refuses_a_document_of_too_many_parts_before_it_reads_the_list(monkeypatch):
    monkeypatch.setattr(files, "MOST_ENTRIES", 3)
    assert judged("plan.docx", docx([("a", "")])) == "docx"

    with pytest.raises(NotTaken, match="more parts than a Word document"):
        judged("plan.docx", docx([("a", ""), ("b", "")]))


def test_refuses_what_unpacks_to_too_much_in_all(monkeypatch):
    monkeypatch.setattr(files, "LARGEST_UNPACKED", 1000)

    with pytest.raises(NotTaken, match="too large once unpacked"):
        judged("plan.docx", docx([(str(part), "abcde" * 50) for part in range(5)]))


def broken(content):
    """What is left of a file after one stretch of it was overwritten."""
    at = st.integers(0, len(content))
    return st.tuples(at, st.binary(max_size=8)).map(
        lambda cut: content[: cut[0]] + cut[1] + content[cut[0] + len(cut[1]) :]
    )


contents = st.one_of(
    st.binary(),
    st.sampled_from([b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"]).flatmap(
        lambda start: st.binary().map(lambda rest: start + rest)
    ),
    *map(broken, [docx(), png(), jpeg(), PDF]),
)
names = st.one_of(st.text(), st.sampled_from(["a.docx", "a.png", "a.jpg", "a.pdf"]))


@given(names, contents)
def test_whatever_comes_is_a_kind_or_refused(name, content):
    try:
        kind = judged(name, content)
    except NotTaken:
        return
    assert kind in files.CONTENT_TYPES


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("plan.pdf", "plan.pdf"),
        (r"C:\Users\ada\plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("my \t plan\r\n.pdf", "my plan.pdf"),
        ("plan\u202efdp.exe", "plan fdp.exe"),
        ("План 🎒👩‍🏫.pdf", "План 🎒👩‍🏫.pdf"),
        ("half \ud83cof.pdf", "half of.pdf"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
        ("a." + "x" * 300, "a." + "x" * 118),
        (".pdf", "file.pdf"),
        ("...", "file"),
        ("", "file"),
        ("folder/", "file"),
    ],
)
def test_a_name_is_shown_without_what_nobody_sees(name, shown):
    assert clean_name(name) == shown


@given(st.text())
def test_a_name_is_never_empty_nor_too_long(name):
    shown = clean_name(name)

    assert 1 <= len(shown) <= 120
    assert clean_name(shown) == shown
    shown.encode()


def test_a_file_is_stored_under_a_name_of_its_own():
    assert random_name("jpeg").endswith(".jpg")
    assert random_name("pdf") != random_name("pdf")
    assert len(random_name("docx")) == 32 + len(".docx")


@pytest.fixture
def stored():
    storage = InMemoryStorage()
    return storage.open(storage.save("0f.pdf", ContentFile(PDF)))


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("plan.pdf", 'attachment; filename="plan.pdf"'),
        ('my "plan".pdf', 'attachment; filename="my \\"plan\\".pdf"'),
        ("🎒.pdf", "attachment; filename*=utf-8''%F0%9F%8E%92.pdf"),
        ("a\r\nSet-Cookie: x.pdf", 'attachment; filename="a Set-Cookie: x.pdf"'),
    ],
)
def test_a_file_is_given_back_to_be_saved(stored, name, disposition):
    answer = as_attachment(stored, name, "pdf")

    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Length"] == str(len(PDF))


def test_a_file_given_back_is_no_page_of_ours(stored):
    answer = CSPMiddleware(lambda request: as_attachment(stored, "a.pdf", "pdf"))(
        RequestFactory().get("/")
    )

    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert answer.headers["Cache-Control"] == "private, no-store"
