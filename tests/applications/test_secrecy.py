"""What reviewers think is read by nobody before their own review is done, on any page."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from applications.models import Application, Decision
from plp.core import history
from tests.access import OUT, Site, outcome
from tests.make import (
    make_application,
    make_criterion,
    make_decision,
    make_interview,
    make_question,
    make_reference_request,
    make_review,
    make_user,
)

pytestmark = pytest.mark.django_db

MEAN = "75.8"  # points, of a review and of the application
OPINIONS = {"planted-comment", "planted-interview-notes", MEAN}
REVIEW = OPINIONS | {"planted-reason"}
PRIVATE = {"planted-private-answer", "planted-private-question"}
OPEN = {"planted-note", "planted-organization", "planted-reference"}
DECIDED = {"planted-decision"}
ALL = REVIEW | PRIVATE | OPEN | DECIDED

# Who finds which words anywhere.
FINDS = {
    OUT: set(),
    "stranger": set(),
    "member": set(),
    "finance": set(),
    "waiting": OPEN,
    "done": OPEN | OPINIONS,
    "aside": set(),
    "viewer": ALL - {"planted-reason"},
    "staff": ALL,
}
LIST = "/admin/applications/application/"


@pytest.fixture
def site():
    site = Site()
    application = site.records[Application]
    Application.objects.filter(pk=application.pk).update(
        organization="planted-organization", organization_key="planted organization"
    )
    for name in ["waiting", "done", "aside"]:
        site.people[name] = make_user(f"{name}@people.example", name=name, is_staff=True)
        site.people[name].groups.add(Group.objects.get(name="Reviewer"))
    plant_opinions(application)
    site.records[Decision] = make_decision(application, words="planted-decision")
    make_review(application, reviewer=site.people["done"])
    application.recusals.create(reviewer=site.people["aside"], reason="Mine.")
    application.recusals.create(reviewer=make_user(), reason="planted-reason")
    question = make_question(reviewers_may_see=False)
    asked = {"asked": "planted-private-question", "text": "planted-private-answer"}
    application.answers.create(question=question, **asked)
    application.notes.create(author=make_user(), text="planted-note")
    history.note([Application.objects.get(pk=application.pk)])
    return site


def plant_opinions(application):
    """Say on an application what only those may read who have said what they think."""
    scores = {
        make_criterion(weight=7): 4,
        make_criterion(weight=3, scale="\n".join("abcdefghij")): 8,
    }
    said = {"comment": "planted-comment", "recommendation": "decline"}
    make_review(application, scores=scores, **said)
    held = {"held_at": timezone.now(), "outcome": "against"}
    make_interview(application, notes="planted-interview-notes", **held)
    answer = {"recommends": "no", "doubts": "planted-reference", "answered_at": timezone.now()}
    make_reference_request(application, **answer)


def words_in(content):
    """Return a page as text: of a workbook, all its sheets."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with ZipFile(BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


@pytest.mark.looks  # no database changes what a page may say
@pytest.mark.parametrize("who", FINDS)
def test_everybody_finds_what_is_theirs_and_nothing_more(site, who):
    client, found = site.client(who), {}

    for name, address in site.addresses().items():
        if "logout" not in name:
            words = ALL if name.startswith("admin:") else ALL - {MEAN}  # a map has such numbers
            page = words_in(outcome(client, address)[1])
            found |= {word: name for word in words if word in page}

    assert {word: name for word, name in found.items() if word not in FINDS[who]} == {}
    assert FINDS[who] - found.keys() == set()


def test_no_search_sort_or_filter_tells_what_others_think(site):
    client = site.client("waiting")
    make_application()
    queries = [f"?o={sign}{n}" for n in range(1, 12) for sign in ["", "-"]]
    queries += [f"?q={word}" for word in sorted(REVIEW | PRIVATE | DECIDED)] + ["?likeness=yes"]

    def listed():
        pages = [client.get(LIST + query) for query in queries]
        return [
            [row.pk for row in page.context_data["cl"].result_list] if page.context_data else None
            for page in pages
            if page.status_code == 200
        ]

    with_reviews = listed()
    site.records[Application].reviews.all().delete()

    assert listed() == with_reviews
