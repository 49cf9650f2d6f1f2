"""A whole round: applications for all cities, 10 reviewers, and all decisions told in one go."""

from collections import Counter
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.figures import best_first
from applications.models import (
    Application,
    Criterion,
    Decision,
    Draft,
    Offer,
    Pin,
    Review,
    ReviewAssignment,
    Score,
)
from plp.core.days import pacific_today
from plp.core.models import Message
from tests.applications.test_assigning import make_reviewer
from tests.make import the_program
from tests.rounds import rounds

APPLICATIONS = rounds(suite=120, soak=300)
REVIEWERS, REVIEWS_EACH = 10, 3
SOON = str(pacific_today() + timedelta(days=20))
PROPOSE = "/admin/applications/reviewassignment/propose/"
ANNOUNCE = "/admin/applications/decision/announce/"


@pytest.fixture
def reviewers(db):
    return [make_reviewer(f"R{n}") for n in range(REVIEWERS)]


def apply_all(pins):
    """Send one application after the other, in turn for each city."""
    cities = [pins[n % len(pins)] for n in range(APPLICATIONS)]
    drafts = Draft.objects.bulk_create(
        Draft(program=pin.program, pin=pin, email=f"contact{n}@a{n}.example")
        for n, pin in enumerate(cities)
    )
    return Application.objects.bulk_create(
        Application(
            draft=draft,
            pin=draft.pin,
            organization=f"Office {n}",
            organization_key=f"office {n}",
            contact_email=draft.email,
            signatory_email=f"signs{n}@a{n}.example",
            status="in_review",
        )
        for n, draft in enumerate(drafts)
    )


def assign(client, reviewers):
    """Look at the proposal of who reviews what, and save it as it is."""
    said = {"program": the_program().pk, "each": REVIEWS_EACH, "due_on": SOON, "look": "1"}
    asked = urlencode([*said.items(), *(("reviewers", person.pk) for person in reviewers)])
    rows = client.get(f"{PROPOSE}?{asked}").context_data["rows"]
    ticked = [c["value"] for row in rows for c in row["cells"] if c.get("is_proposed")]
    client.post(PROPOSE, {"pair": ticked, "due_on": SOON})


def review_all():
    """Let each reviewer finish what is assigned, and score later applications higher."""
    reviews = Review.objects.bulk_create(
        Review(
            application_id=asked.application_id,
            reviewer_id=asked.reviewer_id,
            recommendation="offer",
            done_at=timezone.now(),
        )
        for asked in ReviewAssignment.objects.all()
    )
    first = Application.objects.earliest("pk").pk
    criteria = list(Criterion.objects.filter(program=the_program()).in_force())
    Score.objects.bulk_create(
        Score(review=review, criterion=c, value=1 + (review.application_id - first) // 60)
        for review in reviews
        for c in criteria
    )


def decide(client, applications, kind):
    """Make the same decision ready for many, in one step of the list."""
    ids = ",".join(str(application.pk) for application in applications)
    address = reverse("admin:applications_application_step", args=["make-ready"])
    said = {"kind": kind, "last_day": "" if kind == "decline" else SOON, "words": ""}
    seen = client.post(f"{address}?ids={ids}", said | {"look": "1"}).context_data["seen"]
    client.post(f"{address}?ids={ids}", said | {"do": "1", "seen": seen})


def announce_all(client):
    """Press the one button until nothing is left, as one does where it takes long."""
    while last := client.get(ANNOUNCE).context_data["last"]:
        client.post(ANNOUNCE, {"all": "1", "last": last})


@pytest.mark.soak
@pytest.mark.django_db
def test_a_whole_round_is_reviewed_decided_and_told_in_one_go(staff, reviewers):
    pins = list(Pin.objects.filter(program=the_program()).select_related("program", "region"))
    apply_all(pins)
    assign(staff, reviewers)
    loads = Counter(ReviewAssignment.objects.values_list("reviewer", flat=True))
    assert set(loads.values()) == {APPLICATIONS * REVIEWS_EACH // REVIEWERS}
    review_all()
    lines = [list(best_first(Application.objects.in_line(pin.region))) for pin in pins]
    firsts = [line[0] for line in lines]
    assert all(line[0].mean == max(a.mean for a in line) > line[-1].mean for line in lines)
    seconds = [line[1] for line in lines]
    others = [application for line in lines for application in line[2:]]

    decide(staff, firsts, "offer")
    decide(staff, seconds, "waitlist")
    decide(staff, others, "decline")
    assert Decision.objects.ready().count() == APPLICATIONS
    assert {message.what for message in Message.objects.all()} == {"reviews-assigned"}
    announce_all(staff)

    assert Message.objects.filter(what="reviews-assigned").count() == REVIEWERS
    assert Counter(Application.objects.values_list("status", flat=True)) == {
        "offered": len(pins),
        "waitlisted": len(pins),
        "declined": APPLICATIONS - 2 * len(pins),
    }
    assert {offer.region_id for offer in Offer.objects.announced()} == {p.region_id for p in pins}
    told = Counter(Message.objects.exclude(what="reviews-assigned").values_list("what", "to"))
    assert told == Counter(
        [("offer-to-sign", application.signatory_email) for application in firsts]
        + [("offer-made", application.contact_email) for application in firsts]
        + [("application-waitlisted", application.contact_email) for application in seconds]
        + [("application-declined", application.contact_email) for application in others]
    )
