"""The pages that are kept for as long as they hold."""

from datetime import date

import pytest

from plp.core import pages


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0.5", "gzip"),
        ("brotli", "identity"),
        ("", "identity"),
    ],
)
def test_chooses_the_best_encoding_that_is_accepted(accepted, encoding):
    assert pages._encoding_for(accepted) == encoding


@pytest.mark.django_db
def test_a_commit_starts_a_new_edition(commit):
    before = pages.edition()

    with commit():
        pages.changed()

    assert pages.edition() != before


@pytest.mark.django_db
def test_keeps_a_value_for_its_edition_only():
    asked = []
    value = pages.kept(lambda edition: asked.append(edition) or len(asked))
    edition = pages.edition()

    assert [value(edition), value(edition), value(edition._replace(number=99))] == [1, 1, 2]


@pytest.mark.django_db
def test_many_changes_in_one_transaction_start_one_edition(commit):
    before = pages.edition()

    with commit():
        for _ in range(300):
            pages.changed()

    assert pages.edition().number == before.number + 1


def test_reads_a_long_header_quickly():
    assert pages._encoding_for("br" + " " * 100_000 + "x") == "identity"


def test_what_is_read_for_a_preview_is_read_once_and_for_it_alone():
    asked = []

    @pages.kept
    def fact(edition):
        asked.append(edition)
        return len(asked)

    day = date(2016, 2, 11)
    first, second = pages.preview_on(day), pages.preview_on(day)
    public = pages.Edition(*first)

    assert [fact(e) for e in [first, first, second, public, first, public]] == [1, 1, 2, 3, 1, 3]
