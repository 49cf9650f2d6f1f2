"""The pages on which reviewers are assigned, see what is theirs, and are reminded."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from applications.models import AssignmentBatch, ReviewAssignment
from plp.core.days import pacific_today
from plp.core.models import Message
from tests.applications.test_admin import queries_of
from tests.applications.test_assigning import make_reviewer
from tests.make import make_application, make_assignment, make_review, the_pin, the_program

pytestmark = pytest.mark.django_db

PAGES = "/admin/applications/reviewassignment/"
SOON = str(pacific_today() + timedelta(days=14))


def in_review(**fields):
    return make_application(status="in_review", pin=the_pin(), **fields)


def text_of(page):
    return " ".join(page.content.decode().split())


def proposal(*reviewers, each=2, **more):
    said = {"program": the_program().pk, "each": each, "due_on": SOON, "look": "1"} | more
    query = urlencode([*said.items(), *(("reviewers", person.pk) for person in reviewers)])
    return f"{PAGES}propose/?{query}"


def test_the_form_begins_with_what_the_program_wants(staff):
    page = staff.get(f"{PAGES}propose/")

    assert page.context_data["form"]["each"].value() == 3
    assert "rows" not in page.context_data


def test_a_proposal_shows_who_would_review_what_and_saves_nothing(staff):
    people = [make_reviewer(name) for name in ["Ada", "Bea", "Cleo"]]
    for _ in range(3):
        in_review()

    page = staff.get(proposal(*people))

    assert len(page.context_data["rows"]) == 3
    assert [one["after"] for one in page.context_data["people"]] == [2, 2, 2]
    assert text_of(page).count(" checked>") >= 6
    assert not ReviewAssignment.objects.exists()


def test_it_leaves_out_who_stepped_aside_or_belongs_to_the_applicant(staff):
    ada, bea, cleo = [make_reviewer(name) for name in ["Ada", "Bea", "Cleo"]]
    application = in_review(contact_email="dana@office.staff.example")
    application.recusals.create(reviewer=ada, reason="My cousin.")
    type(bea).objects.filter(pk=bea.pk).update(email="bea@gmail.com")

    page = staff.get(proposal(ada, bea, cleo))

    [row] = page.context_data["rows"]
    assert [cell.get("said", "free") for cell in row["cells"]] == [
        "stepped aside",
        "free",
        "same organization",
    ]
    assert "1 missing" in text_of(page)
    assert "too few reviewers" in text_of(page)


def test_what_is_ticked_is_assigned_in_one_step_and_undone_in_one(staff):
    ada, bea = make_reviewer("Ada"), make_reviewer("Bea")
    first, second = in_review(), in_review()
    pairs = [f"{first.pk}-{ada.pk}", f"{second.pk}-{ada.pk}", f"{second.pk}-{bea.pk}", "junk", "1-"]

    page = staff.post(f"{PAGES}propose/", {"pair": pairs, "due_on": SOON}, follow=True)

    assert "3 reviews are assigned" in text_of(page)
    batch = AssignmentBatch.objects.get()
    undo = reverse(
        "admin:applications_assignmentbatch_step", args=["undo"], query={"ids": batch.pk}
    )
    seen = staff.get(undo)
    assert "To ada@staff.example: You need not review 2 applications after all" in text_of(seen)
    staff.post(undo, {"do": "1", "seen": seen.context_data["seen"]})
    assert not ReviewAssignment.objects.exists()
    assert Message.objects.filter(what="reviews-taken-back").count() == 2


@pytest.mark.parametrize("data", [{}, {"pair": ["999999-1"]}, {"pair": ["1-1"], "due_on": "soon"}])
def test_rubbish_assigns_nothing_and_says_so(staff, data):
    page = staff.post(f"{PAGES}propose/", data, follow=True)

    assert 'class="error"' in text_of(page)
    assert not AssignmentBatch.objects.exists()


def test_somebody_is_chosen_by_hand_for_one_application(staff):
    ada, bea = make_reviewer("Ada"), make_reviewer("Bea")
    mine, _ = in_review(), in_review()
    make_assignment(mine, reviewer=ada)

    page = staff.get(proposal(ada, bea, each=1, ids=mine.pk))

    [row] = page.context_data["rows"]
    assert row["cells"][0] == {"said": "assigned"}
    assert not row["cells"][1]["is_proposed"]


def test_a_proposal_asks_equally_often_for_one_and_for_three(staff):
    ada = make_reviewer("Ada")

    def queries(number):
        for _ in range(number):
            in_review()
        return queries_of(staff, proposal(ada))

    queries(1)
    assert queries(0) == queries(3)


def test_ones_own_list_has_what_is_due_first(client):
    ada = make_reviewer("Ada")
    client.force_login(ada)
    late = make_assignment(in_review(), reviewer=ada, due_on=date(2016, 4, 1))
    later = make_assignment(in_review(), reviewer=ada, due_on=date(2099, 4, 1))
    done = make_assignment(in_review(), reviewer=ada)
    make_review(done.application, reviewer=ada)
    make_review(later.application, reviewer=ada, done=False)
    hidden = make_assignment(in_review(), reviewer=ada)
    hidden.application.recusals.create(reviewer=ada, reason="My cousin.")
    make_assignment(in_review(organization="Not Mine"))

    page = client.get(f"{PAGES}mine/")

    assert [row.pk for row in page.context_data["page"]] == [late.pk, later.pk]
    assert text_of(page).count('<span class="late">late</span>') == 1
    assert [row.application_id for row in page.context_data["done"]] == [done.application_id]
    assert hidden.application.organization not in text_of(page)
    assert "Not Mine" not in text_of(page)


def test_an_empty_list_says_how_reviews_come_here(client):
    client.force_login(make_reviewer())

    assert "Nothing waits for you." in text_of(client.get(f"{PAGES}mine/"))


def test_progress_counts_for_each_reviewer_and_application_without_a_score(staff):
    ada = make_reviewer("Ada")
    application = in_review()
    for number in range(4):
        asked = make_assignment(in_review(), reviewer=ada, due_on=date(2016, 4, 1))
        if number:
            make_review(asked.application, reviewer=ada, done=number > 1)
    application.recusals.create(reviewer=ada, reason="My cousin.")

    page = staff.get(f"{PAGES}progress/")

    [one] = page.context_data["people"]
    counts = ["assigned", "begun", "done", "late", "aside"]
    assert [one[name] for name in counts] == [4, 1, 2, 2, 1]
    assert [(row["assigned"], row["done"]) for row in page.context_data["page"].rows] == [
        (0, 0),
        (1, 0),
        (1, 0),
        (1, 1),
        (1, 1),
    ]


def test_who_is_late_is_reminded_after_one_has_seen_the_mail_once_a_day(staff):
    ada = make_reviewer("Ada")
    make_assignment(in_review(), reviewer=ada, due_on=date(2016, 4, 1))

    seen = staff.get(f"{PAGES}remind/")
    assert "To ada@staff.example: Late: 1 application to review" in text_of(seen)
    assert not Message.objects.exists()
    for _ in range(2):
        staff.post(f"{PAGES}remind/")

    assert Message.objects.get().to == ada.email
    assert "Nobody is late, or all who are have been reminded today." in text_of(
        staff.get(f"{PAGES}remind/")
    )


def test_a_reminder_shows_nothing_that_one_stepped_aside_from(staff, administrator):
    ada, hidden = make_reviewer("Ada"), in_review()
    hidden.recusals.create(reviewer=administrator, reason="My employer.")
    seen = make_assignment(in_review(), reviewer=ada, due_on=date(2016, 4, 1)).application
    make_assignment(hidden, reviewer=ada, due_on=date(2016, 4, 1))

    page = text_of(staff.get(f"{PAGES}remind/"))

    assert seen.organization in page
    assert hidden.organization not in page


@pytest.mark.parametrize("page", ["mine", "progress"])
def test_a_dashboard_asks_equally_often_for_one_and_for_three(staff, administrator, page):
    def queries(number):
        for _ in range(number):
            make_assignment(in_review(), reviewer=administrator)
        return queries_of(staff, f"{PAGES}{page}/")

    queries(1)
    assert queries(0) == queries(3) <= 15


def test_a_reviewer_lists_only_what_is_asked_of_them(client):
    ada = make_reviewer("Ada")
    client.force_login(ada)
    mine, theirs = make_assignment(reviewer=ada), make_assignment()

    page = client.get(PAGES)

    assert [row.pk for row in page.context_data["cl"].queryset] == [mine.pk]
    assert theirs.application.organization not in text_of(page)


@pytest.mark.parametrize("page", ["propose", "progress", "remind"])
def test_who_only_reviews_does_not_coordinate(client, page):
    client.force_login(make_reviewer())

    assert client.get(f"{PAGES}{page}/").status_code == 403
    assert client.post(f"{PAGES}{page}/").status_code == 403


def test_the_dossier_says_to_who_assigns_who_is_asked_and_leads_to_more(staff, client):
    ada, application = make_reviewer("Ada"), in_review()
    assignment = make_assignment(application, reviewer=ada, due_on=date(2099, 4, 1))
    address = reverse("admin:applications_application_change", args=[application.pk])

    page = text_of(staff.get(address))
    assert "<strong>Ada</strong>" in page
    assert f"propose/?ids={application.pk}" in page
    back = f"{PAGES}step/take-back/?ids={assignment.pk}"
    assert back in page
    seen = staff.get(back)
    done = staff.post(back, {"do": "1", "seen": seen.context_data["seen"]})
    assert done.url == PAGES
    assert not ReviewAssignment.objects.exists()

    client.force_login(ada)
    assert "propose/?ids=" not in text_of(client.get(address))


def test_what_waits_for_ones_review_stands_first_on_the_first_page(client):
    ada = make_reviewer("Ada")
    client.force_login(ada)
    mine = make_assignment(in_review(), reviewer=ada, due_on=date(2099, 4, 1))
    make_assignment(in_review())

    page = client.get(reverse("admin:index"))

    first = page.context_data["queues"][0]
    assert (first.queue.name, first.total) == ("To be reviewed by you", 1)
    review = reverse("admin:applications_application_review", args=[mine.application_id])
    assert first.oldest[0].address == review
    listed = client.get(first.queue.address).context_data["cl"].queryset
    assert [row.pk for row in listed] == [mine.pk]


def test_what_is_ticked_in_the_list_is_assigned_through_the_proposal(staff):
    one, two = in_review(), in_review()
    listed = reverse("admin:applications_application_changelist")

    page = staff.post(listed, {"action": "assign_reviewers", "_selected_action": [one.pk, two.pk]})

    assert page.url == f"{PAGES}propose/?ids={one.pk}%2C{two.pk}"
