"""What the demo's reviewers have done with its applications, and what they have yet to do."""

from datetime import date, timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from applications import actions
from applications.actions.reviews import Said, finish_review, save_review, step_aside
from applications.models import Application, Decision, Interview, ReferenceRequest
from plp.core.auth import DEMO_PASSWORD
from plp.core.models import User

# Beside reviewer@example.org, who comes first.
REVIEWERS = {"reviewer2@example.org": "Rosa Reviewer", "reviewer3@example.org": "Remy Reviewer"}

OAKLAND = "Sunday Bicycle Teachers Guild"
LATE = "Foghorn and Fern Education Office"
ASIDE = "Hummingbird Ledger Institute"
DETROIT = "Velvet Cactus Learning Lab"
OF_DETROIT = {"organization": DETROIT, "pin__region__slug": "detroit-mi"}

# In how many days the reviews of an application are due, and who is to write them.
ASSIGNED = [(OAKLAND, 3, [0, 1, 2]), (LATE, -2, [0, 1, 2]), (ASIDE, 10, [0, 1, 2])]
ASSIGNED += [(DETROIT, 10, [1, 2])]

# Application, reviewer, score of each criterion from 0 to 1, recommendation ("" is a draft).
REVIEWS = [
    (OAKLAND, 0, 0.7, "", "The calendar looks full. I have yet to read about the funding."),
    (OAKLAND, 1, 1.0, "offer", "They have run this for years, and with the districts we lack."),
    (OAKLAND, 2, 0.2, "decline", "I count three people for nine districts. Who will teach?"),
    (LATE, 1, 0.8, "offer", "Strong in the city and known to every school of it."),
    (LATE, 2, 0.6, "waitlist", "Good, but the grant ends in June."),
    (ASIDE, 0, 0.4, "waitlist", "New at this, and honest about it."),
    (DETROIT, 1, 0.9, "offer", "The best answers about community that I have read."),
    (DETROIT, 2, 0.8, "offer", "Ready to begin tomorrow."),
]


def load(reviewer: User, coordinator: User, on: date) -> None:
    """Assign, review, talk, ask referees and decide, as of a day."""
    reviewers = [reviewer, *_hire()]
    found = Application.objects.in_review().exclude(organization=DETROIT)
    applications = {a.organization: a for a in found}
    applications[DETROIT] = Application.objects.get(**OF_DETROIT)
    for name, days, whom in ASSIGNED:
        pairs = [(applications[name].pk, reviewers[n].pk) for n in whom]
        actions.assign(pairs, by=coordinator, due_on=on + timedelta(days=days))
    for name, n, worth, recommendation, comment in REVIEWS:
        _review(applications[name], reviewers[n], worth, recommendation, comment)
    step_aside(applications[ASIDE], by=reviewers[1], reason="My sister works there.")
    _talk(applications, reviewers, coordinator, on)
    _ask_referees(applications, coordinator, on)
    _decide(applications, coordinator, on)


def _hire():
    group = Group.objects.get(name="Reviewer")
    for email, name in REVIEWERS.items():
        person = User.objects.create_user(email, DEMO_PASSWORD, name=name, is_staff=True)
        person.groups.add(group)
        yield person


def _review(application, reviewer, worth, recommendation, comment):
    criteria = application.pin.program.criteria.in_force()
    scores = {c: 1 + round(worth * (c.steps - 1)) for c in criteria}
    said = Said(scores, recommendation, comment)
    save_review(application, said, by=reviewer, seen=0)
    if recommendation:
        finish_review(application, by=reviewer)


def _talk(applications, reviewers, coordinator, on):
    """One interview waits for the applicant to choose a time, and one was held."""
    at = timezone.now().replace(hour=18, minute=0, second=0, microsecond=0)
    proposed = _interview(applications[OAKLAND], [reviewers[0], coordinator], coordinator)
    for days in (4, 5):
        proposed.times.create(at=at + timedelta(days=days))
    held = at - timedelta(days=5)
    said = {"outcome": "for", "notes": "They know each principal by name. Two managers from June."}
    _interview(applications[DETROIT], [coordinator], coordinator, at=held, held_at=held, **said)


def _interview(application, people, by, **fields):
    how = "A call: https://call.example/lantern"
    made = Interview.objects.create(application=application, how=how, proposed_by=by, **fields)
    made.interviewers.set(people)
    return made


def _ask_referees(applications, coordinator, on):
    """Two referees have answered, one is asked, and one need not answer any more."""
    now = timezone.now()
    answered = {
        "answered_at": now,
        "recommends": "yes",
        "known_for": "We ran three summer institutes together.",
        "strengths": "They finish what they begin.",
    }
    waived = {
        "waived_at": now,
        "waived_by": coordinator,
        "waived_because": "On leave until August; the other reference says enough.",
    }
    for name, second in [(OAKLAND, {}), (DETROIT, waived)]:
        for reference, fields in zip(
            applications[name].references.all(), [answered, second], strict=True
        ):
            ReferenceRequest.objects.create(
                reference=reference,
                asked_by=coordinator,
                reply_by=on + timedelta(days=6),
                **fields,
            )


def _decide(applications, coordinator, on):
    """Two decisions are ready to be announced."""
    day = on + timedelta(days=21)
    for name, kind in [(DETROIT, Decision.Kind.OFFER), (ASIDE, Decision.Kind.WAITLIST)]:
        actions.make_ready(applications[name], by=coordinator, kind=kind, last_day=day)
