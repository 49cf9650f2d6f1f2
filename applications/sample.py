"""A large sample of fictional applications and partners, the same for the same seed."""

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import product

from django.db import models, transaction

from applications import sample_partners, sample_reviews
from applications.demo_answers import answers
from applications.form.whole import Context
from applications.models import (
    Acknowledgement,
    Answer,
    Application,
    ApplicationStatusChange,
    Draft,
    DraftSection,
    Program,
    Reference,
)
from applications.models.applicant import OrganizationType
from applications.models.application import organization_key
from applications.registry import load_sample_records
from applications.sample_names import FIRST, PEOPLE, SECOND
from plp.core import pages
from plp.core.days import PACIFIC

Status = Application.Status

BATCH = 1_000
DAYS = 120  # over which applications came
SEED = 2016

THIRD = {
    "Education Service Unit": OrganizationType.EDUCATION_UNIT,
    "Learning Cooperative": OrganizationType.NONPROFIT,
    "Teachers Guild": OrganizationType.NONPROFIT,
    "Foundation": OrganizationType.NONPROFIT,
    "Unified Schools": OrganizationType.DISTRICT,
    "County Schools": OrganizationType.DISTRICT,
    "College": OrganizationType.UNIVERSITY,
    "University": OrganizationType.UNIVERSITY,
    "Academy Trust": OrganizationType.OTHER,
    "Library": OrganizationType.OTHER,
}
MOST = len(FIRST) * len(SECOND) * len(THIRD)

# How an application came where it is, and how many of a hundred have.
WAYS = [
    (8, []),
    (47, [Status.IN_REVIEW]),
    (25, [Status.IN_REVIEW, Status.DECLINED]),
    (10, [Status.IN_REVIEW, Status.WAITLISTED]),
    (6, [Status.WITHDRAWN]),
    (4, [Status.IN_REVIEW, Status.OFFERED, Status.LAPSED]),
]


def load(program: Program, on: date, *, applications: int, partners: int, **sizes) -> None:
    """Write so many applications with all that staff do with them, and partners.

    It is all or nothing, and writes no mail.
    """
    dice = random.Random(SEED)
    pins = list(program.pins.select_related("program", "region").order_by("pk"))
    with transaction.atomic():
        made = sample_partners.load(program, partners, on, random.Random(SEED))
        load_sample_records(made, on, random.Random(SEED), **sizes)
        staff = sample_reviews.hire()
        texts = {pin.pk: _texts(pin) for pin in pins}
        names = dice.sample([*product(FIRST, SECOND, THIRD)], applications)
        for start in range(0, applications, BATCH):
            made = _apply(names[start : start + BATCH], pins, texts, on, dice)
            sample_reviews.review(made, staff, on, dice)
        sample_reviews.decide(program, staff, on, dice)
    pages.changed()


def redate(model: type[models.Model], field: str, moments: Iterable[tuple[int, datetime]]) -> None:
    """Write moments that the model itself would have set to now, by key."""
    keys = defaultdict(list)
    for key, at in moments:
        keys[at].append(key)
    for at, some in keys.items():
        model.objects.filter(pk__in=some).update(**{field: at})


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=PACIFIC)


def _texts(pin):
    context = Context.of(pin.program, pages.edition(), pin=pin.pk)
    return answers(context, organization="Sample Office", domain="sample.example")


def _apply(names, pins, texts, on, dice):
    """Write one batch of applications, each with all that hangs on it."""
    at = [dice.choice(pins) for _ in names]
    drafts = Draft.objects.bulk_create(
        Draft(program=pin.program, pin=pin, email=_address("office", words))
        for words, pin in zip(names, at, strict=True)
    )
    DraftSection.objects.bulk_create(
        DraftSection(draft=draft, slug=slug, typed=typed, version=1)
        for draft in drafts
        for slug, typed in texts[draft.pin_id].items()
    )
    ways = [_way(dice) for _ in names]
    made = Application.objects.bulk_create(
        _application(words, draft, way, on, dice)
        for words, draft, way in zip(names, drafts, ways, strict=True)
    )
    for application in made:
        application.submitted_at = noon(on - timedelta(days=dice.randint(1, DAYS)))
    redate(Application, "submitted_at", [(a.pk, a.submitted_at) for a in made])
    _hang_on(made, dice)
    _move(list(zip(made, ways, strict=True)), on, dice)
    return made


def _application(words, draft, way, on, dice):
    organization, region = " ".join(words), draft.pin.region
    return Application(
        draft=draft,
        pin=draft.pin,
        round=draft.program.rounds.first(),
        organization=organization,
        organization_key=organization_key(organization),
        type=THIRD[words[2]],
        street=f"{dice.randint(1, 999)} Cottonwood Way",
        city=region.city,
        state=region.state,
        zip=f"{dice.randint(10_000, 99_999)}",
        contact_name=dice.choice(PEOPLE),
        contact_email=draft.email,
        contact_phone=f"+1415555{dice.randint(1000, 9999)}",
        signatory_name=dice.choice(PEOPLE),
        signatory_email=_address("signatory", words),
        status=way[-1] if way else Status.SUBMITTED,
        waiting_until=on + timedelta(days=90) if way[-1:] == [Status.WAITLISTED] else None,
    )


def _address(name, words):
    return f"{name}@{'-'.join(words).lower().replace(' ', '-')}.example"


def _way(dice):
    return dice.choices([way for _, way in WAYS], [share for share, _ in WAYS])[0]


def _hang_on(applications, dice):
    """Write answers, promises and references of applications of one program."""
    program = applications[0].pin.program
    questions, commitments = program.questions.all(), program.commitments.all()
    Answer.objects.bulk_create(
        Answer(application=a, question=q, asked=q.text, text=_sentence(dice))
        for a in applications
        for q in questions
    )
    Acknowledgement.objects.bulk_create(
        Acknowledgement(
            application=a, commitment=c, position=n, title=c.title, text=c.text, at=a.submitted_at
        )
        for a in applications
        for n, c in enumerate(commitments)
    )
    Reference.objects.bulk_create(
        Reference(
            application=a,
            position=n,
            name=dice.choice(PEOPLE),
            organization=f"{dice.choice(FIRST)} {dice.choice(SECOND)} College",
            relation="We ran summer institutes together",
            email=f"referee{n}@{a.contact_email.partition('@')[2]}",
        )
        for a in applications
        for n in range(2)
    )


def _sentence(dice):
    often, number = dice.choice(["Every", "Every other"]), dice.randint(2, 40)
    return f"{often} {dice.choice(['Tuesday', 'Thursday', 'Saturday'])}, for {number} teachers."


def _move(applications, on, dice):
    """Write the moves that brought applications where they are, some days apart."""
    moves, moments = [], []
    for application, way in applications:
        old, at = Status.SUBMITTED, application.submitted_at
        for new in way:
            at = min(at + timedelta(days=dice.randint(1, 20)), noon(on))
            moves.append(ApplicationStatusChange(application=application, old=old, new=new))
            moments.append(at)
            old = new
    made = ApplicationStatusChange.objects.bulk_create(moves)
    redate(ApplicationStatusChange, "at", zip([m.pk for m in made], moments, strict=True))
