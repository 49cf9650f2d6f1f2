"""What staff make of a large sample of applications: reviews, talks, references, decisions."""

from datetime import timedelta
from typing import NamedTuple

from django.contrib.auth.models import Group
from django.utils import timezone

from applications.models import (
    Application,
    AssignmentBatch,
    Criterion,
    Decision,
    Interview,
    Recusal,
    ReferenceRequest,
    Region,
    Review,
    ReviewAssignment,
    Score,
)
from plp.core.models import User

Status = Application.Status
Recommendation = Review.Recommendation

REVIEWERS = 10
REVIEWS = 3  # of each application
READY = 60  # decisions, beside one offer for each region that is free
# Of a hundred: reviews still being written, applications somebody stepped aside from, interviews.
DRAFTS, ASIDE, TALKS = 12, 4, 6
COMMENTS = [
    "A steady partner: the calendar is full, and the districts come back each year.",
    "Good people, but who pays after the grant ends is not said.",
    "I know of no better answer to the question about the region.",
    "They have taught teachers before, though never for a whole summer.",
]


class Staff(NamedTuple):
    """Who reviews, and who brings them together."""

    reviewers: list[User]
    coordinator: User


def hire() -> Staff:
    """Make ten reviewers and one coordinator; none of them has a password."""
    people = [_hire(f"Reviewer {n}") for n in range(1, REVIEWERS + 1)]
    coordinator = _hire("Coordinator")
    Group.objects.get(name="Reviewer").user_set.add(*people)
    Group.objects.get(name="Program staff").user_set.add(coordinator)
    return Staff(people, coordinator)


def _hire(name):
    email = f"{name.lower().replace(' ', '')}@sample.example"
    return User.objects.create(email=email, name=name, is_staff=True)


def review(applications, staff, on, dice):
    """Have applications reviewed, three times each, and some people step aside."""
    chosen = {a: dice.sample(staff.reviewers, REVIEWS + 1) for a in applications}
    _assign(chosen, staff, on, dice)
    reviews = Review.objects.bulk_create(
        _review(application, reviewer, on, dice)
        for application, people in chosen.items()
        for reviewer in people[:REVIEWS]
    )
    _score(reviews, dice)
    _talk(applications, staff, on, dice)
    _ask_referees(applications, staff, on, dice)


def _assign(chosen, staff, on, dice):
    batch = AssignmentBatch.objects.create(by=staff.coordinator)
    aside = [a for a in chosen if dice.randrange(100) < ASIDE]
    pairs = [(a, person) for a, people in chosen.items() for person in people[:REVIEWS]]
    pairs += [(a, chosen[a][REVIEWS]) for a in aside]
    ReviewAssignment.objects.bulk_create(
        ReviewAssignment(
            application=a,
            reviewer=person,
            due_on=max(a.submitted_at.date() + timedelta(days=14), on - timedelta(days=7)),
            batch=batch,
            assigned_by=staff.coordinator,
        )
        for a, person in pairs
    )
    Recusal.objects.bulk_create(
        Recusal(application=a, reviewer=chosen[a][REVIEWS], reason="I used to work there.")
        for a in aside
    )


def _review(application, reviewer, on, dice):
    """A review; one of an application that nobody has begun to read is still a draft."""
    is_draft = application.status == Status.SUBMITTED or dice.randrange(100) < DRAFTS
    at = application.submitted_at + timedelta(days=dice.randint(2, 14), hours=dice.randint(-3, 5))
    return Review(
        application=application,
        reviewer=reviewer,
        recommendation="" if is_draft else dice.choice(Recommendation.values),
        comment=dice.choice(COMMENTS),
        done_at=None if is_draft else min(at, timezone.now()),
    )


def _score(reviews, dice):
    """Score by every criterion; reviewers of one application agree more or less."""
    worth = {r.application_id: dice.random() for r in reviews}
    criteria = list(Criterion.objects.in_force().filter(program=reviews[0].application.pin.program))
    Score.objects.bulk_create(
        Score(
            review=review,
            criterion=criterion,
            value=_value(criterion.steps, worth[review.application_id], dice),
        )
        for review in reviews
        for criterion in criteria
    )


def _value(steps, worth, dice):
    near = dice.gauss(1 + worth * (steps - 1), steps / 6)
    return min(max(round(near), 1), steps)


def _talk(applications, staff, on, dice):
    some = [a for a in applications if a.status != Status.SUBMITTED and dice.randrange(100) < TALKS]
    now = timezone.now()
    talks = Interview.objects.bulk_create(
        Interview(
            application=a,
            how="A call, by the link in the mail.",
            proposed_by=staff.coordinator,
            at=now + timedelta(days=dice.randint(1, 9)) if n % 2 else a.submitted_at,
            held_at=None if n % 2 else a.submitted_at,
            outcome="" if n % 2 else dice.choice(Interview.Outcome.values),
        )
        for n, a in enumerate(some)
    )
    through = Interview.interviewers.through
    through.objects.bulk_create(
        through(interview=talk, user=dice.choice(staff.reviewers)) for talk in talks
    )


def _ask_referees(applications, staff, on, dice):
    asked = [
        reference
        for a in applications
        if a.status != Status.SUBMITTED and dice.randrange(2)
        for reference in a.references.all()
    ]
    ReferenceRequest.objects.bulk_create(
        _request(reference, staff, on, dice.randrange(10)) for reference in asked
    )


def _request(reference, staff, on, luck):
    """A request: most are answered, some wait, a few are waived."""
    made = ReferenceRequest(
        reference=reference, asked_by=staff.coordinator, reply_by=on + timedelta(days=luck + 1)
    )
    if luck < 6:
        made.answered_at, made.recommends = timezone.now(), "yes" if luck < 4 else "doubts"
        made.strengths = "They finish what they begin."
    elif luck == 6:
        made.waived_at, made.waived_by = timezone.now(), staff.coordinator
        made.waived_because = "The other reference says enough."
    return made


def decide(program, staff, on, dice):
    """Make an offer ready for each region that is free, and some more decisions beside."""
    in_review = Application.objects.in_review().filter(pin__program=program)
    in_review = in_review.select_related("pin").order_by("pk")
    free = set(Region.objects.unserved().values_list("pk", flat=True))
    offered, made = set(), []
    for application in in_review[: READY * 20]:
        region = application.pin.region_id
        if region in free - offered:
            offered.add(region)
            made.append(_decision(application, Decision.Kind.OFFER, staff, on))
        elif len(made) - len(offered) < READY:
            kind = dice.choice([Decision.Kind.WAITLIST, Decision.Kind.DECLINE])
            made.append(_decision(application, kind, staff, on))
    Decision.objects.bulk_create(made)


def _decision(application, kind, staff, on):
    is_no = kind == Decision.Kind.DECLINE
    return Decision(
        application=application,
        region_id=application.pin.region_id,
        kind=kind,
        last_day=None if is_no else on + timedelta(days=30),
        words="We chose an applicant who works with more districts already." if is_no else "",
        made_by=staff.coordinator,
    )
