"""Letters as PDF: the letterhead, a heading, and parts of ruled rows or of prose; letters/ has the
drawing."""

import json
import re
from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple
from unicodedata import category, normalize

import typst

LETTERS = Path(__file__).parent / "letters"
NO_GLYPH = "▯"
MOST_TRIES = 4  # the first names all that no font has, but what is left may then be drawn otherwise

# Control characters, those not given out, halves of pairs; then accents and joiners.
_shapeless = {"Cc", "Cn", "Cs"}
_marks = {"Mn", "Me", "Cf"}
_undrawable = re.compile(r'the text `"(.+?)"` could not be displayed')
_escape = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_beyond_ascii = re.compile(r"[^\0-\x7f]+")


class Row(NamedTuple):
    """A question and its answer, in which a newline ends a line, and an empty line a paragraph."""

    label: str
    text: str


class Part(NamedTuple):
    title: str
    rows: list[Row]
    note: str = ""
    prose: Sequence[dict] = ()  # as plp.core.prose makes it
    begins_a_page: bool = False


def letter(
    *,
    title: str,
    heading: str,
    below: str,
    reference: str,
    contact: str,
    parts: list[Part],
    dated: date,
) -> bytes:
    """Return a tagged PDF (PDF/UA-1); the same words and day give the same bytes.

    Title and heading stand for each other where one is empty. Characters that no font here has
    become ▯.
    """
    data = {
        "title": _line(title) or _line(heading) or "Letter",
        "heading": _line(heading) or _line(title) or "Letter",
        "below": _line(below),
        "reference": _line(reference),
        "contact": _line(contact),
        "parts": [_part(part) for part in parts],
        "dated": [dated.year, dated.month, dated.day],
    }
    return _draw(json.dumps(data, ensure_ascii=False))


def _part(part):
    rows = [{"label": _line(row.label), "text": _paragraphs(row.text)} for row in part.rows]
    return {
        "title": _line(part.title),
        "note": _paragraphs(part.note),
        "rows": rows,
        "prose": [_block(block) for block in part.prose],
        "begins_a_page": part.begins_a_page,
    }


def _block(block):
    """Return a block of prose, in which all text has a shape."""
    shaped = dict(block)
    if "runs" in block:
        runs = [run | {"text": _run(run["text"])} for run in block["runs"]]
        is_bare = block["kind"] == "heading" and not any(run["text"].strip() for run in runs)
        # A heading that has no shape would leave a gap in the outline, and be refused.
        shaped["runs"] = [{"text": NO_GLYPH, "is_strong": False}] if is_bare else runs
    if "blocks" in block:
        shaped["blocks"] = [_block(each) for each in block["blocks"]]
    if "items" in block:
        shaped["items"] = [[_block(each) for each in item] for item in block["items"]]
    return shaped


def _run(text):
    """Return a piece of a line, with the spaces that part it from its neighbors, or a newline."""
    if text == "\n":
        return text
    first, last = text[:1].isspace(), text[-1:].isspace()
    line = _line(text)
    return f"{' ' * first}{line}{' ' * last}" if line else " " * first


def _paragraphs(text):
    """Return a text's paragraphs, each a list of its lines."""
    lines = "\n".join(map(_line, text.splitlines())).strip("\n")
    return [part.split("\n") for part in re.split(r"\n{2,}", lines)] if lines else []


def _line(text):
    """Return text as one line of what has a shape, or shapes what stands before it."""
    text = normalize("NFC", text)
    shaped = "".join(c for c in text if c.isspace() or category(c) not in _shapeless)
    lone = takewhile(lambda c: c.isspace() or category(c) in _marks, shaped)
    return " ".join(shaped[len(list(lone)) :].split())


def _draw(data):
    """Draw the data, with ▯ for whatever turns out to be in no font.

    Nothing of ASCII is replaced, so JSON stays JSON.
    """
    for _ in range(MOST_TRIES):
        try:
            return _compile(data)
        except typst.TypstError as error:
            missing = _missing(error)
            if not missing:
                raise
            data = re.sub("|".join(map(re.escape, missing)), _stand_in, data)
    return _compile(_beyond_ascii.sub(lambda found: NO_GLYPH * len(found[0]), data))


def _missing(error):
    """Return the characters, or runs drawn as one, that an error names; the longest first."""
    named = map(_unescaped, _undrawable.findall(error.diagnostic))
    return sorted({run for text in named for run in _beyond_ascii.findall(text)}, key=_longest)


def _stand_in(found):
    """Return ▯, or nothing for a joiner or an accent."""
    return "" if category(found[0][0]) in _marks else NO_GLYPH


def _longest(text):
    return -len(text), text


def _unescaped(text):
    """Return text as it was before Rust quoted it."""
    return _escape.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)


def _compile(data):
    """Draw data, which Typst reads as JSON and never as markup."""
    return typst.compile(
        LETTERS / "letter.typ",
        root=LETTERS,
        font_paths=[LETTERS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
    )
