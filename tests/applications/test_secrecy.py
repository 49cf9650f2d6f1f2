"""What reviewers think is read by nobody before their own review is done, on any page."""

import pytest
from django.contrib.auth.models import Group

from applications.models import Application
from plp.core import history
from tests.access import OUT, Site, outcome
from tests.make import make_application, make_question, make_review, make_user

pytestmark = pytest.mark.django_db

REVIEW = {"planted-comment", "planted-reason"}
PRIVATE = {"planted-private-answer"}
NOTE = {"planted-note"}
NAME = {"planted-organization"}
ALL = REVIEW | PRIVATE | NOTE | NAME

# Who finds which words anywhere.
FINDS = {
    OUT: set(),
    "stranger": set(),
    "member": set(),
    "finance": set(),
    "waiting": NAME | NOTE,
    "done": NAME | NOTE | {"planted-comment"},
    "aside": set(),
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
    make_review(application, comment="planted-comment", recommendation="decline")
    make_review(application, reviewer=site.people["done"])
    application.recusals.create(reviewer=site.people["aside"], reason="Mine.")
    application.recusals.create(reviewer=make_user(), reason="planted-reason")
    question = make_question(reviewers_may_see=False)
    application.answers.create(question=question, asked="Q?", text="planted-private-answer")
    application.notes.create(author=make_user(), text="planted-note")
    history.note([Application.objects.get(pk=application.pk)])
    return site


@pytest.mark.parametrize("who", FINDS)
def test_everybody_finds_what_is_theirs_and_nothing_more(site, who):
    client, found = site.client(who), {}

    for name, address in site.addresses().items():
        if "logout" not in name:
            page = outcome(client, address)[1]
            found |= {word: name for word in ALL if word.encode() in page}

    assert {word: name for word, name in found.items() if word not in FINDS[who]} == {}
    assert FINDS[who] - found.keys() == set()


def test_no_search_sort_or_filter_tells_what_others_think(site):
    client = site.client("waiting")
    make_application()
    queries = [f"?o={sign}{n}" for n in range(1, 12) for sign in ["", "-"]]
    queries += [f"?q={word}" for word in REVIEW | PRIVATE] + ["?likeness=yes"]

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
