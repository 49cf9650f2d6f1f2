"""Files that people upload: what is taken, judged by name and content, and how it is given back."""

import logging
import re
import secrets
import struct
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from re import fullmatch

from django.db.models import Manager, Model
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header

from plp.core.workflow import TransitionError

logger = logging.getLogger(__name__)

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "jpeg": "image/jpeg",
    # Written here; nobody uploads them
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
KINDS = {"pdf": "pdf", "docx": "docx", "png": "png", "jpg": "jpeg", "jpeg": "jpeg"}  # by extension
WORDS = {
    "pdf": "a PDF",
    "docx": "a Word document",
    "png": "a PNG picture",
    "jpeg": "a JPEG picture",
}

LONGEST_NAME = 120  # characters
LONGEST_EXTENSION = 10
MOST_PIXELS = 250_000_000  # a phone's largest picture has 200 million
LARGEST_UNPACKED = 100_000_000  # bytes of a whole DOCX
MOST_PACKED = 200  # times; Word's own files stay below 50, and a bomb needs 1,000
MOST_SEGMENTS = 10_000  # before the one that says how large a JPEG is

_fill = re.compile(rb"\xff+")  # any number of FF may stand before a marker

MOST_ENTRIES = 5_000  # files inside a DOCX

SAVE_AS = "Save it as PDF, DOCX, PNG or JPEG and try again."


class NotTaken(Exception):
    """A file is refused; the message says why and what to do."""


def kind_of(name: str, file) -> str:
    """Return "pdf", "docx", "png" or "jpeg": what a file is, by its content and its name alike.

    Raises NotTaken. The file may be read from its start again either way.
    """
    kind, extension = _kind_by_name(name)
    file.seek(0)
    try:
        found = _kind_by_content(file.read())
        if found == "docx":
            _check_docx(file)
    finally:
        file.seek(0)
    if found != kind:
        raise NotTaken(
            f"This is {WORDS[found]} named .{extension}. "
            f"Name it .{_extension(found)}, or save it as PDF, and try again."
        )
    return kind


def _kind_by_name(name):
    extension = _parted(clean_name(name))[1].lower()
    if extension in KINDS:
        return KINDS[extension], extension
    if extension.isascii() and extension.isalnum():
        raise NotTaken(f".{extension} files are not taken. {SAVE_AS}")
    raise NotTaken(f"The file’s name does not say what it is, as .pdf would. {SAVE_AS}")


def _kind_by_content(content):
    if not content:
        raise NotTaken("This file is empty. Choose the one with your text in it and try again.")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        _check_png(content)
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        _check_jpeg(content)
        return "jpeg"
    if content.startswith(b"PK\x03\x04"):
        _check_entries(content)
        return "docx"
    if b"%PDF-" in content[:1024]:  # readers allow that much before it
        return "pdf"
    raise NotTaken(f"This file is damaged, or is not what its name says. {SAVE_AS}")


def _check_png(content):
    is_begun = content[12:16] == b"IHDR" and len(content) >= 24
    size = struct.unpack(">II", content[16:24]) if is_begun else None
    _check_picture(size, ends=b"IEND\xaeB`\x82" in content)


def _check_jpeg(content):
    _check_picture(_jpeg_size(content), ends=b"\xff\xd9" in content)


def _jpeg_size(content):
    """Return height and width from the frame header (ISO/IEC 10918-1, B.2.2), or None."""
    at = 2
    for _ in range(MOST_SEGMENTS):
        marker_at = _fill.match(content, at)
        if not marker_at or len(content) < marker_at.end() + 8:
            return None
        at = marker_at.end()
        marker, length, height, width = struct.unpack(">BHxHH", content[at : at + 8])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            return height, width
        at += 1 + length
    return None


def _check_picture(size, *, ends):
    if not size or 0 in size or not ends:
        raise NotTaken("This picture is damaged. Save it again as PNG or JPEG and try again.")
    if size[0] * size[1] > MOST_PIXELS:
        raise NotTaken("This picture has too many pixels. Save it smaller and try again.")


def _check_entries(content):
    """Refuse too many files in one before zipfile builds an object of each."""
    if content.count(b"PK\x01\x02") > MOST_ENTRIES:
        raise NotTaken(f"This file has more parts than a Word document. {SAVE_AS}")


def _check_docx(file):
    """Look at the list of what is inside; nothing is unpacked."""
    try:
        entries = zipfile.ZipFile(file).infolist()
    except Exception as error:  # on broken lists zipfile raises about anything
        raise NotTaken("This file is damaged. Save it again and try again.") from error
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or not any(map(_is_document, names)):
        raise NotTaken(f"This file is not a Word document. {SAVE_AS}")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotTaken("This file has macros. Save it without them, as .docx or PDF.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotTaken("This file needs a password. Save it without one and try again.")
    unpacked = sum(entry.file_size for entry in entries)
    file.seek(0, 2)
    if unpacked > LARGEST_UNPACKED or unpacked > MOST_PACKED * file.tell():
        raise NotTaken("This file is too large once unpacked. Save it as PDF and try again.")


def _is_document(name):
    return fullmatch(r"word/document\d*\.xml", name)  # Word on the web counts them


def clean_name(name: str) -> str:
    """Return a file's name as it is shown: without folders, marks nobody sees, and at most 120
    characters with its ending; never empty.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(character if _is_seen(character) else " " for character in last)
    stem, extension = _parted(" ".join(seen.split()).rstrip(". "))
    ending = f".{extension}" if extension else ""
    return (stem[: LONGEST_NAME - len(ending)].strip(". ") or "file") + ending


def _is_seen(character):
    """Return whether a character may stand in a name; joiners of scripts and emoji may."""
    return character in "\u200c\u200d" or unicodedata.category(character) not in UNSEEN


UNSEEN = {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}  # Cf has what turns the direction of text


def _parted(name):
    stem, dot, extension = name.rpartition(".")
    if not dot or not extension or len(extension) > LONGEST_EXTENSION or " " in extension:
        return name, ""
    return stem, extension


def random_name(kind: str) -> str:
    """Return a name to store a file under, that says nothing but its kind."""
    return f"{secrets.token_hex(16)}.{_extension(kind)}"


def _extension(kind):
    return "jpg" if kind == "jpeg" else kind


def keep(rows: Manager, upload, kind: str) -> Model:
    """Keep an upload among the files of a record, under a name that says nothing but its kind.

    Raises TransitionError where it cannot be stored just now.
    """
    name, size = clean_name(upload.name), upload.size
    upload.name = random_name(kind)
    with storing():
        return rows.create(name=name, file=upload, kind=kind, size=size)


@contextmanager
def storing() -> Iterator[None]:
    """Say in words that a file cannot be stored just now, as on a full disk: TransitionError."""
    try:
        yield
    except OSError as error:
        logger.exception("A file could not be stored.")
        raise TransitionError("It could not be stored just now. Try again later.") from error


def as_pdf(content: bytes, name: str, *, is_saved: bool = False) -> HttpResponse:
    """Return a PDF to be read here, or to be saved; no cache keeps it."""
    headers = {
        "Content-Disposition": content_disposition_header(is_saved, clean_name(name)),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    if is_saved:
        headers["Content-Security-Policy"] = "sandbox"
    return HttpResponse(content, content_type=CONTENT_TYPES["pdf"], headers=headers)


def as_attachment(field_file, name: str, kind: str) -> FileResponse:
    """Return a stored file to be saved, never shown as a page of this site.

    Raises Http404 where its bytes are not in the storage.
    """
    try:
        content = field_file.open("rb")
    except FileNotFoundError:
        raise Http404(f"The bytes of {name} are lost.") from None
    return FileResponse(
        content,
        as_attachment=True,
        filename=clean_name(name),
        content_type=CONTENT_TYPES[kind],
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "private, no-store",
        },
    )
