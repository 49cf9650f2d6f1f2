"""Ten thousand fictional applications and 500 partners: prints the link of one draft.

Run by tests/bench/__main__.py with the environment of the database to fill.
"""

import random
import sys
from datetime import date

import django

APPLICATIONS = 10_000
BATCH = 1_000
PARTNERS = 500
DECIDED = ["declined", "withdrawn", "lapsed", "waitlisted"]


def main(number):
    from applications.demo_answers import answers
    from applications.form.whole import Context
    from applications.models import Pin
    from plp.core import pages

    dice = random.Random(2016)
    pins = list(Pin.objects.select_related("program", "region"))
    texts = {}
    for pin in pins:
        context = Context.of(pin.program, pages.edition(), pin=pin.pk)
        texts[pin.pk] = answers(context, organization="Sample Office", domain="sample.example")
    for start in range(0, number, BATCH):
        fill(range(start, min(start + BATCH, number)), pins, texts, dice)
    people_partners({pin.region_id: pin for pin in pins}, dice)
    print(link_of_a_filled_draft(pins[0], texts))


def fill(numbers, pins, texts, dice):
    """Write one batch of applications, each with all that hangs on it."""
    from applications.models import Application, Draft, DraftSection

    at = [dice.choice(pins) for _ in numbers]
    drafts = Draft.objects.bulk_create(
        Draft(program=pin.program, pin=pin, email=f"office{number}@sample.example")
        for number, pin in zip(numbers, at, strict=True)
    )
    DraftSection.objects.bulk_create(
        DraftSection(draft=draft, slug=slug, typed=typed, version=1)
        for draft in drafts
        for slug, typed in texts[draft.pin_id].items()
    )
    applications = Application.objects.bulk_create(
        Application(
            draft=draft,
            pin=draft.pin,
            organization=f"Sample Office {number}",
            organization_key=f"sample office {number}",
            contact_email=draft.email,
            status=dice.choice(["submitted", "in_review", *DECIDED]),
            waiting_until=date(2099, 6, 30),
        )
        for number, draft in zip(numbers, drafts, strict=True)
    )
    hang_on(applications)


def hang_on(applications):
    from applications.models import (
        Acknowledgement,
        Answer,
        ApplicationStatusChange,
        Commitment,
        Question,
        Reference,
    )

    questions, commitments = list(Question.objects.all()), list(Commitment.objects.all())
    every = [(a, {"application": a}) for a in applications]
    Answer.objects.bulk_create(
        Answer(question=q, asked=q.text, text="Every other Thursday.", **of)
        for _, of in every
        for q in questions
    )
    Acknowledgement.objects.bulk_create(
        Acknowledgement(
            commitment=c, position=n, title=c.title, text=c.text, at=a.submitted_at, **of
        )
        for a, of in every
        for n, c in enumerate(commitments)
    )
    Reference.objects.bulk_create(
        Reference(
            position=n, name="Ines", organization="Mill", relation="Work", email="i@e.org", **of
        )
        for _, of in every
        for n in range(2)
    )
    ApplicationStatusChange.objects.bulk_create(
        ApplicationStatusChange(old="submitted", new=a.status, **of) for a, of in every
    )


def people_partners(pins, dice):
    """Make partners, each with a member and a year; one of each region is still active."""
    from applications.actions import open_year
    from applications.models import Membership, Partner
    from plp.core.models import User

    regions = list(pins)
    for number in range(PARTNERS):
        region = regions[number % len(regions)]
        partner = Partner.objects.create(
            organization=f"Sample Partner {number}",
            region_id=region,
            started_on=date(2016, 5, 1),
        )
        open_year(partner, dice.choice(list(pins[region].program.years.all())))
        user = User.objects.create(email=f"member{number}@sample.example", name=f"Member {number}")
        Membership.objects.create(partner=partner, user=user, may_manage=True)
        if number < PARTNERS - len(regions):
            partner.ended_on = date(2016, 5, 2)
            partner.save()


def link_of_a_filled_draft(pin, texts):
    """Make one draft more, and its administrator; return the path of its link."""
    from applications import links
    from applications.demo_answers import fill as type_in
    from applications.models import Draft

    draft = Draft.objects.create(program=pin.program, pin=pin, email="bench@sample.example")
    type_in(draft, texts[pin.pk])
    return "/" + links.address(draft).split("/", 3)[3]


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else APPLICATIONS)
