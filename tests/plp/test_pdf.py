"""Letters as PDF: whatever people wrote, there is one, tagged and the same each time."""

import json
import re
from datetime import date
from unicodedata import name

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plp.core import pdf
from plp.core.pdf import NO_GLYPH, Part, Row, letter

WORDS = {
    "title": "Application K7M4-PXQ of Larkspur",
    "heading": "Larkspur County Office of Education",
    "below": "For Sacramento, California.",
    "reference": "Application K7M4-PXQ",
    "contact": "partner@code.org",
    "parts": [Part("Experience", [Row("For whom?", "Grades 6–12.")], note="As answered.")],
    "dated": date(2016, 2, 11),
}


def answered(text):
    return letter(**WORDS | {"parts": [Part("Experience", [Row("For whom?", text)])]})


@pytest.fixture
def drawn(monkeypatch):
    """The data of each letter as it was drawn in the end."""
    seen = []
    compile = pdf._compile

    def spy(data):
        made = compile(data)
        seen.append(data)
        return made

    monkeypatch.setattr(pdf, "_compile", spy)
    return seen


def test_says_in_its_own_words_what_it_is():
    made = letter(**WORDS)

    assert made.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"Application K7M4-PXQ of Larkspur</rdf:li>" in made
    assert b"<dc:language><rdf:Bag><rdf:li>en-US</rdf:li>" in made
    assert b"<xmp:CreateDate>2016-02-11" in made
    assert b"/StructTreeRoot" in made


def test_the_same_words_and_day_give_the_same_bytes():
    assert letter(**WORDS) == letter(**WORDS)
    assert letter(**WORDS) != letter(**WORDS | {"dated": date(2016, 2, 12)})


def test_parts_are_headings_and_so_are_questions():
    made = letter(**WORDS)

    assert re.findall(rb"/S/(H\d)", made) == [b"H1", b"H2", b"H3"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Prairie Schools", "Prairie Schools"),
        ("Łódź, Ελλάδα, Москва, שלום", "Łódź, Ελλάδα, Москва, שלום"),
        ("漢字", "▯▯"),
        ("A 🎒 for 👩‍🏫", "A ▯ for ▯▯"),
        ("e\u0301", "é"),
        ("a\0\a\ud83cb", "ab"),
        ('漢" ] } \\u0041 \\', '▯" ] } \\u0041 \\'),
        ('"\u0323', '"\u0323'),
        ("#panic() *x* $1 `", "#panic() *x* $1 `"),
    ],
)
def test_what_no_font_has_becomes_a_box_and_all_else_stays(drawn, text, shown):
    answered(text)

    [row] = json.loads(drawn[-1])["parts"][0]["rows"]
    assert row["text"] == [[shown]]


def test_newlines_end_lines_and_empty_lines_paragraphs():
    text = "\n1 Mill Street\r\nSacramento \n \n\n  Moved\tin 2015.\n"

    assert pdf._paragraphs(text) == [["1 Mill Street", "Sacramento"], ["Moved in 2015."]]


def test_every_block_of_characters_makes_a_letter():
    """One of each script and sort of sign that Unicode names."""
    first_of = {}
    for number in range(0x20, 0x110000):
        first_of.setdefault(name(chr(number), "").partition(" ")[0], chr(number))

    assert answered(" ".join(first_of.values())).startswith(b"%PDF")


@pytest.mark.parametrize(
    "text",
    [
        "word " * 20_000,
        "w" * 100_000,
        "-" * 100_000,
        "1/" * 50_000,
        "漢" * 100_000,
        "👩‍🏫" * 25_000,
        "שלום עולם " * 10_000,
        "\n" * 100_000,
        "line\n" * 20_000,
        "e\u0301\u0323" * 33_000,
    ],
    ids=lambda text: repr(text[:10]),
)
def test_a_hundred_thousand_characters_make_a_letter(text):
    assert answered(text).startswith(b"%PDF")


@given(st.text())
@example("\u0816")  # an accent that no font has, without a letter
@example("\u200d")
@settings(max_examples=15, deadline=None)
def test_any_text_makes_a_letter_wherever_it_stands(text):
    words = dict.fromkeys(("title", "heading", "below", "reference", "contact"), text)
    parts = [Part(text, [Row(text, text)], text), Part("Empty", [])]

    assert letter(**words, parts=parts, dated=date(2016, 2, 11)).startswith(b"%PDF")


def test_gives_up_on_all_but_ascii_rather_than_on_the_letter(monkeypatch, drawn):
    monkeypatch.setattr(pdf, "MOST_TRIES", 0)

    answered("Łódź 漢字")

    assert f"{NO_GLYPH}{NO_GLYPH}d{NO_GLYPH}" in drawn[-1]
