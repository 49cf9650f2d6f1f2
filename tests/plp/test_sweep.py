"""A person is found in any text by what is known, and nobody else is."""

import pytest

from plp.core.privacy.sweep import Words
from tests.make import (
    make_draft,
    make_user,
)
from tests.plp.test_privacy import EMAIL, NAME, PHONE, gone

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("Write to zelda@quill.example.", "Write to [erased]."),
        ("ZELDA@QUILL.EXAMPLE", "[erased]"),
        ("<mailto:zelda@quill.example>", "<mailto:[erased]>"),
        ("grizelda@quill.example", "grizelda@quill.example"),
        ("zelda@quill.example.org", "zelda@quill.example.org"),
        ("big-zelda@quill.example", "big-zelda@quill.example"),
        ("Dear Zelda  Quillfeather,", "Dear [erased],"),
        ("Zelda Quillfeathers", "Zelda Quillfeathers"),
        ("Zelda alone", "Zelda alone"),
        ("Call +1 (415) 555-2699 now", "Call [erased] now"),
        ("Call 415.555.2699", "Call [erased]"),
        ("Account 94155552699123", "Account 94155552699123"),
    ],
)
def test_only_what_names_the_person_is_blanked(text, blanked):
    assert Words(EMAIL, [NAME], [PHONE]).blank(text) == blanked


def test_a_name_of_one_word_is_looked_for_nowhere():
    assert Words(EMAIL, ["Zelda"]).blank("Zelda") == "Zelda"


def test_a_name_with_accents_is_found_in_json(administrator, commit):
    draft = make_draft()
    draft.sections.create(slug="experience", typed={"q": ["Ask Zoë O’Neill-Ødegård."]})
    make_user(EMAIL, name="Zoë O’Neill-Ødegård")

    gone(administrator, commit, names=["Zoë O’Neill-Ødegård"])

    assert draft.sections.get().typed == {"q": ["Ask [erased]."]}
