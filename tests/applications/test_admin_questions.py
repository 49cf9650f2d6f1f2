"""What the page of a question says of others, and of what was typed."""

import pytest

from applications.models import (
    Question,
)
from tests.applications.test_admin_rules import address, change, errors
from tests.browsing import said
from tests.make import (
    make_draft,
    make_question,
    the_program,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "long", "choices": ""}, "kind"),
        ({"kind": "choice", "choices": "Maybe"}, "choices"),
        ({"section": "funding"}, "section"),
        ({"position": "90"}, "position"),
    ],
)
def test_a_question_keeps_what_another_depends_on(staff, fields, field):
    first = make_question(kind="yes_no", position=1)
    make_question(program=first.program, position=2, shown_if=first, shown_if_answer="Yes")

    [message] = errors(change(staff, first, **fields))[field]

    assert message.startswith("“Q?” is asked only of those who answer this with “Yes”")


def test_a_question_says_in_how_many_open_drafts_something_is_typed(staff):
    question = make_question(program=the_program(), section="people", slug="chalk")
    for slug in ["q-chalk", "q-other"]:
        make_draft().sections.create(slug="people", typed={slug: ["Yes"]})

    page = said(staff.get(address(Question, "change", question.pk)))

    assert '<div class="readonly">1 draft</div>' in page


def test_deleting_a_question_says_first_what_becomes_of_what_was_typed(staff):
    question = make_question(program=the_program(), section="people", slug="chalk")
    make_draft().sections.create(slug="people", typed={"q-chalk": ["Yes"]})

    page = said(staff.get(address(Question, "delete", question.pk)))

    assert "Something is typed here in 1 draft. It will neither be shown nor sent any more." in page
    assert staff.post(address(Question, "delete", question.pk), {"post": "yes"}).status_code == 302
