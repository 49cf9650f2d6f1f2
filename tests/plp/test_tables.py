"""CSV files as people make them: read as they are, or refused with file, line and reason."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plp.core.tables import LoadError, Problem, read_csv

COLUMNS = ["slug", "city"]
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0")).map(str.strip)


def read(text, at_most=10):
    data = text if isinstance(text, bytes) else text.encode()
    rows, problems = read_csv("cities.csv", data, COLUMNS, at_most=at_most)
    return [tuple(row.cells.values()) for row in rows], [str(problem) for problem in problems]


def refusal(text, **options):
    with pytest.raises(LoadError) as refused:
        read(text, **options)
    return refused.value.lines()


@pytest.mark.parametrize(
    "text",
    [
        "slug,city\noakland-ca,Oakland\n",
        "slug,city\r\noakland-ca,Oakland\r\n",
        "slug,city\noakland-ca,Oakland",
        "\ufeffslug,city\noakland-ca,Oakland\n",
        " Slug , CITY \n oakland-ca , Oakland \n",
        '"slug","city"\n"oakland-ca","Oakland"\n',
        "\n\nslug,city\n,\n\noakland-ca,Oakland\n\n",
    ],
    ids=["lf", "crlf", "no end", "bom", "spaces", "quotes", "empty lines"],
)
def test_reads_a_row_however_it_was_saved(text):
    assert read(text) == ([("oakland-ca", "Oakland")], [])


def test_keeps_columns_it_was_not_asked_for_apart():
    rows, _ = read_csv("cities.csv", b"city,note,slug\nOakland,x,oakland-ca\n", COLUMNS, at_most=1)

    assert rows[0].cells == {"city": "Oakland", "note": "x", "slug": "oakland-ca"}


def test_numbers_lines_as_an_editor_does():
    rows, problems = read_csv(
        "cities.csv", b'slug,city\na,"One\nline"\n\nb\nc,Two\n', COLUMNS, at_most=9
    )

    assert [row.line for row in rows] == [3, 6]
    assert problems == [Problem("cities.csv", 5, "has 1 cells where the header has 2")]


@given(rows=st.lists(st.tuples(CELLS.filter(bool), CELLS), min_size=1, max_size=5))
def test_reads_back_whatever_was_written(rows):
    file = io.StringIO(newline="")
    csv.writer(file).writerows([COLUMNS, *rows])

    assert read(file.getvalue()) == (rows, [])


@given(data=st.binary(max_size=200))
def test_refuses_or_reads_any_bytes_but_never_breaks(data):
    with suppress(LoadError):
        rows, problems = read(data)
        assert len(rows) + len(problems) <= data.count(b"\n") + data.count(b"\r") + 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: the file is empty"),
        ("slug\nx\n", "line 1: column “city” is missing"),
        ("slug,city,city\n", "line 1: column “city” is there twice"),
        (
            "slug;city\nx;y\n",
            "line 1: cells are separated by semicolons; save it with commas between",
        ),
        (
            "slug,city\nx,Zürich\n".encode("latin-1"),
            "line 2: byte 0xfc is not UTF-8; save the file as UTF-8 (in Excel: “CSV UTF-8”)",
        ),
        ("slug,city\nx,\0\n", "line 2: holds a NUL byte; this is not a text file"),
        (
            "slug,city\n" + "x,y\n" * 11,
            "line 12: there are more than 10 rows, the most this file may have",
        ),
    ],
)
def test_refuses_the_whole_file(text, said):
    assert refusal(text) == [f"cities.csv, {said}"]


def test_names_a_quote_that_is_never_closed():
    rows, [problem] = read('slug,city\na,One\nb,"Two\nc,Three\n')

    assert rows == [("a", "One")]
    assert problem.startswith("cities.csv, line 4: cannot be read: ")


def test_names_at_most_fifty_problems():
    problems = [Problem("cities.csv", line, "is bad") for line in range(1, 1002)]

    lines = LoadError([*problems, *problems]).lines()

    assert len(lines) == 51
    assert lines[0] == "cities.csv, line 1: is bad"
    assert lines[-1] == "… and 951 more"
