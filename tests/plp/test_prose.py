"""Markdown as data to draw: the outline is whole, and values are never markup."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from plp.core.pdf import Part, letter
from plp.core.prose import blocks

VALUES = {"name": "Ada", "rate": "$500"}


def words_of(found):
    return ["".join(run["text"] for run in block["runs"]) for block in found]


def test_fills_values_in_as_they_are():
    [paragraph] = blocks("For {name}, {thing}.", {"name": "*Ada* <b>\n# {thing}"}, below=1)

    assert words_of([paragraph]) == ["For *Ada* <b>\n# {thing}, {thing}."]
    assert not any(run.get("is_strong") for run in paragraph["runs"])


def test_finds_placeholders_also_where_a_name_has_underscores():
    [paragraph] = blocks("**{day_rate}** and {last_day}", {"day_rate": "$500"}, below=1)

    assert {"text": "$500", "is_strong": True} in paragraph["runs"]
    assert words_of([paragraph]) == ["$500 and {last_day}"]


def test_headings_leave_no_level_out():
    found = blocks("### Deep\n\n# High\n\n###### Deeper\n\n## Two", {}, below=2)

    assert [block["level"] for block in found] == [3, 3, 4, 4]


def test_lists_keep_their_first_number_and_what_stands_below():
    [outer] = blocks("3. one\n4. two\n   - inner", {}, below=1)

    assert (outer["is_ordered"], outer["start"], len(outer["items"])) == (True, 3, 2)
    assert outer["items"][1][1]["kind"] == "list"


@given(st.text(), st.text())
@settings(max_examples=15, deadline=None)
def test_any_text_and_any_value_make_a_document(text, value):
    prose = blocks(f"# {text}\n\n{text} {{name}}\n\n- {text}", {"name": value}, below=2)

    made = letter(
        title="T",
        heading="T",
        below="",
        reference="",
        contact="",
        parts=[Part("In full", [], prose=prose)],
        dated=date(2016, 2, 11),
    )

    assert made.startswith(b"%PDF")


def test_fills_values_in_also_where_lines_are_indented():
    found = blocks("As agreed:\n\n    {name} is paid {rate}\n\n```\n{rate}\n```", VALUES, below=1)

    assert words_of(found) == ["As agreed:", "Ada is paid $500", "$500"]
