"""Changed answers, old beside new: on an application's page, and what is kept for it."""

import pytest

from applications import actions, changes, sent
from applications.models import Answer, Application, ChangeRequest
from plp.core.privacy.person import Person, erase
from tests.applications.test_admin_dossier import MOST_QUERIES, READER, dossier, queries_of
from tests.applications.test_admin_dossier import address as page_of
from tests.browsing import said
from tests.make import make_application, make_question, make_sent, make_user

pytestmark = pytest.mark.django_db


def ask(application, *sections, before=True, **fields):
    """Ask for changes of an application that is in review."""
    if application.status == "submitted":
        actions.start_review(application, by=make_user())
    request = actions.request_changes(
        application, by=make_user(), sections=sections, message="Who pays?"
    )
    if not before:
        request.before = None
        request.save()
    return request


def send_back(application, **columns):
    """Write what an applicant sends back, and go on with the review."""
    for name, value in columns.items():
        setattr(application, name, value)
    application.save()
    actions.start_review(application, by=make_user())


def shown(application, also_private=True):
    application = Application.objects.get(pk=application.pk)
    parts = sent.parts(application, also_private=also_private, name_files=False)
    return changes.shown(application, parts, also_private=also_private)


def rows_of(application, *, also_private=True):
    [latest, *_] = shown(application, also_private)
    return [(row.what, row.label, row.before, row.now) for row in latest.rows]


def test_a_changed_row_is_shown_old_beside_new():
    made = make_sent()
    ask(made, "organization")
    send_back(made, organization="Foundry Teaching")

    assert rows_of(made) == [
        ("Changed", "Organization", "Foundry Learning", "Foundry Teaching"),
    ]


def test_it_names_the_day_in_pacific_time(staff):
    made = make_sent()
    asked = ask(made, "organization")
    send_back(made, organization="Foundry Teaching")
    ChangeRequest.objects.filter(pk=asked.pk).update(asked_at="2016-03-02 05:00Z")

    assert "Changes since 1 March 2016" in said(dossier(staff, made))


def test_words_that_differ_are_marked_and_escaped(staff):
    made = make_sent()
    ask(made, "organization")
    send_back(made, organization="Foundry <b>Teaching</b>")

    page = dossier(staff, made).content.decode()

    assert "Foundry <del>Learning</del>" in page
    assert "Foundry <ins>&lt;b&gt;Teaching&lt;/b&gt;</ins>" in page
    assert page.count("changed since") == 1


def test_what_is_new_and_what_is_gone_is_told():
    made = make_sent(organization="Foundry Learning")
    made.districts.all().delete()
    made.districts.create(position=0, name="Alder")
    made.districts.create(position=1, name="Birch")
    ask(made, "region")
    made.districts.filter(name="Alder").delete()
    made.districts.create(position=2, name="Cedar")
    send_back(made)

    assert rows_of(made) == [
        ("Gone", "District", "Alder", None),
        ("New", "District", None, "Cedar"),
    ]


def test_it_says_where_nothing_changed_and_where_it_is_not_known(staff):
    made, old = make_sent(), make_sent(organization="Mill")
    ask(made, "funding")
    send_back(made)
    ask(old, "funding", before=False)
    send_back(old)

    assert "Nothing changed." in said(dossier(staff, made))
    assert "was not kept" in said(dossier(staff, old))


def test_a_request_that_waits_shows_nothing_yet(staff):
    made = make_sent()
    ask(made, "funding")

    assert shown(made) == []
    assert "Changes since" not in said(dossier(staff, made))


def test_a_later_request_compares_with_its_own_before():
    made = make_sent()
    for name in ["Second", "Third"]:
        ask(made, "organization")
        send_back(made, organization=name)

    latest, first = shown(made)

    assert [(row.before, row.now) for row in latest.rows] == [("Second", "Third")]
    assert [(row.before, row.now) for row in first.rows] == [("Foundry Learning", "Second")]


def test_reviewers_read_nothing_of_private_answers(person):
    made = make_sent()
    question = make_question(section="funding", text="Debts?", reviewers_may_see=False)
    answer = Answer.objects.create(
        application=made, question=question, asked="Debts?", text="Planted before"
    )
    ask(made, "funding", "references")
    answer.text = "Planted after"
    answer.save()
    reference = made.references.first()
    reference.email = "planted@example.org"
    reference.save()
    send_back(made)

    page = dossier(person(*READER), made).content.decode()

    assert ("Changed", "Debts?", "Planted before", "Planted after") in rows_of(made)
    assert rows_of(made, also_private=False) == []
    assert "planted" not in page.lower()


def test_a_question_that_has_become_private_hides_what_was_kept():
    made = make_sent()
    answer = made.answers.filter(question__section="funding").first()
    ask(made, "funding")
    answer.text = "Now"
    answer.save()
    send_back(made)
    assert len(rows_of(made, also_private=False)) == 1

    type(answer.question).objects.filter(pk=answer.question_id).update(reviewers_may_see=False)

    assert rows_of(made, also_private=False) == []


@pytest.mark.parametrize("number", [1, 4])
def test_the_page_asks_as_often_whatever_changed(staff, number):
    made = make_sent()
    for n in range(number):
        ask(made, "organization", "people")
        send_back(made, organization=f"Name {n}")
    queries_of(staff, page_of(made))

    assert queries_of(staff, page_of(made)) <= MOST_QUERIES


def test_a_very_long_text_is_marked_as_a_whole():
    row = changes.Changed("Funding", "Why", "a " * 5_000, "b")

    assert row.before_in_pieces == [("a " * 5_000, False)]


def test_an_application_without_the_form_keeps_what_there_is():
    made = make_application(status="in_review")

    kept = changes.as_it_is(made, ["organization", "funding"])

    assert [*kept] == ["organization"]


def test_erasing_a_person_reaches_what_was_kept(administrator):
    made = make_sent()
    ask(made, "people", "references")
    said_before = made.change_requests.get().before
    email, name = made.signatory_email, made.signatory_name.split()[0]
    assert email in str(said_before)

    erase(Person(email), by=administrator, names=[])

    kept = str(made.change_requests.get().before)
    assert email not in kept
    assert name not in kept
