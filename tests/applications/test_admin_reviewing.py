"""The review page, what is secret until one's own is done, and what who stepped aside sees."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import actions
from applications.admin.scoring import name_of
from applications.models import Application, Recusal, Review
from plp.core.models import Message
from tests.applications.test_admin_dossier import address
from tests.browsing import said
from tests.make import (
    make_application,
    make_assignment,
    make_attachment,
    make_criterion,
    make_decision,
    make_interview,
    make_offer,
    make_question,
    make_reference_request,
    make_review,
    make_sent,
    make_user,
    the_pin,
    the_program,
)

pytestmark = pytest.mark.django_db

MOST_QUERIES = 20
SECRETS = ["SECRET COMMENT", "Put on the waiting list", "SECRET STEP", "87.5", "Secret Reviewer"]


@pytest.fixture
def sign_in(client):
    """Return a function that signs in somebody of a role."""

    def sign_in(role):
        person = make_user(is_staff=True, name=f"Demo {role}")
        person.groups.add(Group.objects.get(name=role))
        client.force_login(person)
        client.person = person
        return client

    return sign_in


@pytest.fixture
def reviewer(sign_in):
    return sign_in("Reviewer")


@pytest.fixture
def application():
    return make_sent()


def criteria():
    return list(the_program().criteria.in_force())


def typed(scores=3, recommendation="offer", comment="Sound.", seen=0, **more):
    fields = {name_of(c): scores for c in criteria()} if scores else {}
    own = {"recommendation": recommendation, "comment": comment, "seen": seen}
    return fields | own | more


def post(client, application, do, **more):
    return client.post(address(application, "review"), typed(**more) | {"do": do})


def review_page(client, application):
    return said(client.get(address(application, "review")))


def plant(application):
    """Somebody else's finished review, of which nobody may read a word yet."""
    steps = "No\nWell\nYes\nSECRET STEP\nAll"
    fields = {"reviewer": make_user(name="Secret Reviewer"), "recommendation": "waitlist"}
    heavy, light = (make_criterion(scale=steps, weight=w) for w in (1, 1))
    make_review(application, scores={heavy: 5, light: 4}, comment="SECRET COMMENT", **fields)
    for criterion in (heavy, light):
        actions.drop_criterion(criterion)  # else one's own form would show its scale


# The page


@pytest.mark.parametrize(
    ("role", "status"),
    [("Viewer", 403), ("Reviewer", 200), ("Finance", 403), ("Program staff", 200)],
)
def test_it_is_for_reviewers(sign_in, application, role, status):
    assert sign_in(role).get(address(application, "review")).status_code == status


def test_it_shows_the_answers_but_those_kept_from_reviewers(reviewer, application):
    question = make_question(reviewers_may_see=False)
    application.answers.create(question=question, asked="Q?", text="SECRET ANSWER")

    page = review_page(reviewer, application)

    assert application.organization in page
    assert "SECRET ANSWER" not in page
    for criterion in criteria():
        assert criterion.name in page
        assert criterion.labels()[-1] in page


def test_opening_it_writes_nothing(reviewer, application):
    review_page(reviewer, application)
    reviewer.post(address(application, "review"), {})

    assert not Review.objects.exists()


def test_a_draft_is_saved_as_far_as_it_goes(reviewer, application):
    answer = post(reviewer, application, "save", scores=None, recommendation="")

    assert answer.url == address(application, "review")
    review = Review.objects.get()
    assert (review.comment, review.done_at, review.reviewer) == ("Sound.", None, reviewer.person)
    assert "Sound." in review_page(reviewer, application)


def test_finishing_too_early_says_what_is_missing_and_loses_nothing(reviewer, application):
    page = post(reviewer, application, "finish", scores=None, recommendation="", comment="Kept.")

    assert page.status_code == 200
    assert said(page).count("Choose a step of the scale.") == 2 * len(criteria())
    assert "Choose what you recommend." in said(page)
    assert (Review.objects.get().comment, Review.objects.get().done_at) == ("Kept.", None)


def test_finishing_leads_to_the_others_and_to_the_next(reviewer, application):
    plant(application)
    new, other = (make_application(status="in_review") for _ in range(2))
    for each in (application, other, new):
        make_assignment(each, reviewer=reviewer.person)

    answer = post(reviewer, application, "finish", scores="4")
    page = said(reviewer.get(answer.url))

    assert Review.objects.done().filter(reviewer=reviewer.person).exists()
    assert "SECRET COMMENT" in page
    assert "Mean: 81.3 of 100 points." in page
    assert address(other, "review") in page
    assert "2 left" in page


def test_autosave_answers_with_the_new_version(reviewer, application):
    first = post(reviewer, application, "autosave", scores=2)
    second = post(reviewer, application, "autosave", scores=3, seen=1)

    assert [first.json()["version"], second.json()["version"]] == [1, 2]
    assert set(Review.objects.get().scores.values_list("value", flat=True)) == {3}


def test_autosave_of_an_older_window_brings_what_is_saved(reviewer, application):
    post(reviewer, application, "autosave", comment="From my desk.")

    answer = post(reviewer, application, "autosave", comment="From my phone.")

    assert "Another window" in answer.json()["refused"]
    assert answer.json()["version"] == 1
    assert answer.json()["fields"]["comment"] == "From my desk."
    assert Review.objects.get().comment == "From my desk."


def test_without_script_both_windows_are_shown(reviewer, application):
    post(reviewer, application, "save", comment="From my desk.")

    page = post(reviewer, application, "save", comment="From my phone.")

    assert "From my desk." in said(page)
    assert "From my phone." in said(page)
    assert Review.objects.get().comment == "From my desk."
    post(reviewer, application, "save", comment="From my phone.", seen=page.context_data["seen"])
    assert Review.objects.get().comment == "From my phone."


def test_a_comment_that_is_too_long_is_refused_and_shown_again(reviewer, application):
    answer = post(reviewer, application, "autosave", comment="chalk " * 2_000)
    page = post(reviewer, application, "save", comment="chalk " * 2_000)

    assert "at most 10000 characters" in answer.json()["refused"]
    assert page.content.decode().count("chalk ") >= 1_999


def test_a_score_for_words_that_have_changed_is_not_taken(reviewer, application):
    old = typed()
    first = criteria()[0]
    first.guidance = "Something else."
    actions.keep_criterion(first)

    answer = reviewer.post(address(application, "review"), old | {"do": "autosave"})

    assert "Score the new ones" in answer.json()["said"]
    assert first.pk not in Review.objects.get().scores.values_list("criterion", flat=True)


def test_a_replaced_criterion_says_what_one_chose_before(reviewer, application):
    post(reviewer, application, "save", scores=4)
    first = criteria()[0]
    first.name = "Reworded"
    actions.keep_criterion(first)

    page = review_page(reviewer, application)

    assert f"By the one before you chose “{first.labels()[3]}”" in page


def test_what_arrives_after_finishing_is_shown_again(reviewer, application):
    post(reviewer, application, "finish")

    page = post(reviewer, application, "save", comment="One thing more.", seen=1)

    assert "This was not saved." in said(page)
    assert "One thing more." in said(page)


def test_a_decided_application_is_only_read(reviewer):
    made = make_application(status="declined")

    assert "It is decided." in review_page(reviewer, made)
    assert "decided" in post(reviewer, made, "autosave").json()["refused"]
    assert not Review.objects.exists()


def test_one_reopens_ones_own_while_nobody_else_is_done(reviewer, application):
    post(reviewer, application, "finish")
    assert "Reopen my review" in review_page(reviewer, application)
    make_review(application)
    assert "only a coordinator can reopen yours" in review_page(reviewer, application)

    post(reviewer, application, "reopen")

    assert Review.objects.done().filter(reviewer=reviewer.person).exists()


def test_a_coordinator_reopens_it_with_a_reason(sign_in, application):
    review = make_review(application)
    staff = sign_in("Program staff")
    url = reverse("admin:applications_application_reopen", args=[application.pk, review.pk])
    assert url in said(staff.get(address(application)))

    assert staff.post(url, {"reason": ""}).status_code == 200
    assert Review.objects.done().exists()
    staff.post(url, {"reason": "A slip."})

    assert not Review.objects.done().exists()


# What is secret


PAGES = ["change", "review", "history", "pdf"]


@pytest.mark.parametrize("role", ["Reviewer", "Program staff"])
def test_no_word_of_others_before_ones_own_is_done(sign_in, application, role):
    client = sign_in(role)
    make_assignment(application, reviewer=client.person)
    plant(application)
    make_review(application, reviewer=client.person, done=False)

    for page in PAGES:
        text = client.get(address(application, page)).content.decode(errors="ignore")
        told = [secret for secret in SECRETS if secret in text]
        assert told in ([], ["Put on the waiting list"])  # a choice of one's own form
    assert "You read the others’ reviews once yours is done." in said(
        client.get(address(application))
    )


def test_only_coordinators_are_told_how_many_are_done(sign_in, application):
    plant(application)

    assert "1 of 3 reviews done" not in said(sign_in("Reviewer").get(address(application)))
    assert "1 of 3 reviews done" in said(sign_in("Program staff").get(address(application)))


@pytest.mark.parametrize("role", ["Viewer", "Program staff"])
def test_who_may_read_all_and_is_not_asked_reads_them(sign_in, application, role):
    plant(application)

    page = said(sign_in(role).get(address(application)))

    assert [secret for secret in SECRETS if secret not in page] == []


def test_finishing_and_reopening_leave_no_trace_for_others(reviewer, application, sign_in):
    post(reviewer, application, "finish", comment="SECRET COMMENT")
    post(reviewer, application, "reopen")
    post(reviewer, application, "finish", comment="SECRET COMMENT", seen=3)

    page = said(sign_in("Reviewer").get(address(application, "history")))

    assert "eview" not in page.split("<h1>")[1].split("footer")[0].replace("Reviewer", "")


def test_a_viewer_finds_no_empty_heading_of_reviews_beside_it(sign_in, application):
    page = sign_in("Viewer").get(address(application, "change")).content.decode()

    assert page.count(">Reviews</h2>") == 1


# Stepping aside


def aside(client, application, reason="My sister works there."):
    return client.post(address(application, "aside"), {"reason": reason})


def test_stepping_aside_needs_a_reason(reviewer, application):
    assert aside(reviewer, application, " ").status_code == 200
    assert not Recusal.objects.exists()

    assert aside(reviewer, application).url == reverse("admin:applications_reviewassignment_mine")
    assert Recusal.objects.get().reviewer == reviewer.person


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nothing_of_it_is_there_any_more(sign_in, application, is_superuser):
    client = sign_in("Program staff")
    client.person.is_superuser = is_superuser
    client.person.save()
    application.move(Application.Status.IN_REVIEW, by=client.person)
    twin = make_application(status="in_review", pin=application.pin, organization="Beside it")
    offer = make_offer(application=application)
    file = make_attachment(draft=application.draft)
    hanging = {
        "decision": make_decision(application, kind="decline"),
        "offer": offer,
        "draft": application.draft,
        "attachment": file,
        "interview": make_interview(application),
        "referencerequest": make_reference_request(application),
        "reviewassignment": make_assignment(application),
    }

    def seen():
        lists = ["application", *hanging]
        pages = [reverse(f"admin:applications_{name}_changelist") for name in lists]
        exported = reverse("admin:applications_application_export_csv")
        pages += [reverse("admin:index"), address(twin), exported]
        marks = [application.organization, application.code]
        texts = [client.get(page).getvalue().decode() for page in pages]
        return [any(mark in text for mark in marks) for text in texts]

    assert all(seen())
    aside(client, application)

    assert not any(seen())
    gone = [address(application, page) for page in [*PAGES, "aside", "notes", "delete"]]
    gone += [
        reverse(f"admin:applications_{name}_{page}", args=[record.pk])
        for name, record in hanging.items()
        for page in ("change", "history")
    ]
    gone += [
        reverse("admin:applications_attachment_download", args=[file.pk]),
        reverse("admin:applications_application_step", args=["decline"]) + f"?ids={application.pk}",
    ]
    assert {url: client.get(url).status_code for url in gone} == dict.fromkeys(gone, 404)
    listed = client.get(
        reverse("admin:applications_application_changelist"), {"q": application.code}
    )
    assert not listed.context_data["cl"].queryset.exists()


def test_another_coordinator_reads_the_reason_and_lifts_it(sign_in, application):
    recusal = application.recusals.create(reviewer=make_user(name="Ira"), reason="My sister.")
    staff = sign_in("Program staff")
    assert "My sister." in said(staff.get(address(application)))

    staff.post(address(application, "lift", recusal.pk))

    assert not Recusal.objects.exists()
    assert recusal.history.model.objects.filter(history_type="-").exists()


def test_reviewers_read_no_recusal(reviewer, application):
    recusal = application.recusals.create(reviewer=make_user(), reason="My sister.")

    assert "My sister." not in said(reviewer.get(address(application)))
    assert reviewer.post(address(application, "lift", recusal.pk)).status_code == 403


# Budgets


def queries_of(client, url):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("page", ["review", "change"])
def test_it_asks_equally_often_at_one_and_at_three_reviews(sign_in, application, page):
    client = sign_in("Reviewer")
    scores = dict.fromkeys(criteria(), 3)
    make_review(application, reviewer=client.person, scores=scores)
    url = address(application, page)
    queries_of(client, url)
    with_one = queries_of(client, url)
    for _ in range(2):
        make_review(application, scores=scores)
        make_assignment(reviewer=client.person)

    assert queries_of(client, url) == with_one <= MOST_QUERIES


def test_mails_about_what_one_stepped_aside_from_are_not_there(staff, administrator):
    left, kept = make_sent(organization="Left Office"), make_sent(pin=the_pin("boston-ma"))
    left.recusals.create(reviewer=administrator, reason="My cousin.")
    listed = "/admin/core/message/"

    page = staff.get(listed)

    told = {mail.occasion for mail in page.context_data["cl"].queryset}
    assert str(kept.pk) in told
    assert str(left.pk) not in told
    assert left.code not in told
    hidden = Message.objects.filter(what="application-received", occasion=str(left.pk)).first()
    for step in ["change", "as-html"]:
        assert "Left Office" not in staff.get(f"{listed}{hidden.pk}/{step}/").content.decode()
