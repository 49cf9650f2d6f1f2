"""Mails on what is asked of a partner: changed, proposed, answered."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from applications.asking import Ask
from applications.emails.addressing import people_with
from applications.models import PartnerRequirement, RequirementProposal
from applications.models.partner import ANSWERS, Right
from plp.core import days, outbox
from plp.core.outbox import MailKind, register

ABOUT = {
    "organization": "Larkspur County Office of Education",
    "year": "Year 1, 2016–17",
    "requirement": "Meetups",
    "now": "4 within 1 July 2016 – 30 June 2017",
    "then": "3 within 1 July 2016 – 30 June 2017",
    "reason": "You joined in March.",
    "link": "https://partners.example.org/partner/1/",
    "contact": "partner@example.org",
}

REQUIREMENT_CHANGED = register(
    MailKind(
        what="requirement-changed",
        name="Requirement changed, to the partner",
        sent_when="When staff have adjusted or waived what is asked of a partner, to its program "
        "managers.",
        placeholders=ABOUT,
        subject="{requirement}: what we ask of you in {year} has changed",
        body="""\
What we ask of {organization} in {year} has changed.

{requirement}
Before: {now}
From now on: {then}
Why: {reason}

See where it stands: {link}

You need not do anything. Questions: write to {contact}.""",
    )
)

PROPOSAL_MADE = register(
    MailKind(
        what="requirement-proposed",
        name="More is asked, to the partner",
        sent_when="When staff ask for more than a partner has promised for a confirmed year, to "
        "its program managers and signatories.",
        placeholders=ABOUT | {"last_day": "Friday, 6 May 2016"},
        subject="{requirement}: do you agree to a change in {year}?",
        body="""\
We would like to ask more of {organization} in {year} than you have promised. It holds only once \
you agree.

{requirement}
Now: {now}
Proposed: {then}
Why: {reason}

Please answer by {last_day}. Agree or refuse: {link}

A program manager or a signatory can answer. Questions: write to {contact}.""",
    )
)

PROPOSAL_TAKEN_BACK = register(
    MailKind(
        what="requirement-proposal-taken-back",
        name="Proposal taken back, to the partner",
        sent_when="When staff take back what a partner was asked to agree to, to its program "
        "managers and signatories.",
        placeholders=ABOUT,
        subject="{requirement}: you need not answer any more",
        body="""\
We asked whether {organization} agrees to a change in {year}. We have taken that back.

{requirement}
It stays: {now}
We had proposed: {then}
Why: {reason}

See where it stands: {link}

Questions: write to {contact}.""",
    )
)

PROPOSAL_ANSWERED = register(
    MailKind(
        what="requirement-proposal-answered",
        name="A proposal is answered, to staff",
        sent_when="When a partner has agreed to, or refused, what staff proposed.",
        placeholders={name: ABOUT[name] for name in ["organization", "year", "requirement", "then"]}
        | {
            "answer": "Agreed",
            "person": "Dana Whitlock",
            "day": "Friday, 22 April 2016",
            "link": "https://partners.example.org/admin/",
        },
        subject="{answer}: {requirement}, {organization}",
        body="""\
{person} has answered for {organization} on {day}.

{requirement}, {year}
Proposed: {then}
Answer: {answer}

Look at it: {link}""",
    )
)


def requirement_changed(row: PartnerRequirement, *, before: str, after: str, reason: str) -> None:
    occasion = f"{row.pk} {timezone.now().isoformat()}"
    for user in people_with(row.partner_year.partner, Right.MANAGE):
        _write(REQUIREMENT_CHANGED, row, user, occasion, before, after, reason)


def proposal_made(proposal: RequirementProposal, row: PartnerRequirement) -> None:
    last_day = days.in_words(proposal.last_day)
    _to_who_answers(PROPOSAL_MADE, proposal, row, proposal.reason, last_day=last_day)


def proposal_taken_back(
    proposal: RequirementProposal, row: PartnerRequirement, *, reason: str
) -> None:
    _to_who_answers(PROPOSAL_TAKEN_BACK, proposal, row, reason)


def proposal_answered(proposal: RequirementProposal, row: PartnerRequirement) -> None:
    path = reverse("admin:applications_partnerrequirement_change", args=[row.pk])
    year = row.partner_year
    person = proposal.answered_by
    outbox.write(
        PROPOSAL_ANSWERED,
        occasion=f"{proposal.pk}",
        to=year.program_year.program.contact_email,
        reply_to=person.email,
        organization=str(year.partner),
        year=str(year.program_year),
        requirement=row.name,
        then=str(Ask.of(proposal)),
        answer=proposal.get_answer_display(),
        person=person.name or person.email,
        day=days.in_words(days.pacific_day(proposal.answered_at)),
        link=settings.SITE_URL + path,
    )


def _to_who_answers(kind, proposal, row, reason, **more):
    now = "waived" if row.waived_because else str(Ask.of(row))
    partner = row.partner_year.partner
    path = reverse("applications:proposal", args=[partner.pk, proposal.pk])
    for user in people_with(partner, *ANSWERS):
        _write(kind, row, user, f"{proposal.pk}", now, str(Ask.of(proposal)), reason, path, **more)


def _write(kind, row, user, occasion, now, then, reason, path="", **more):
    year = row.partner_year
    contact = year.program_year.program.contact_email
    path = path or reverse("applications:requirement", args=[year.partner_id, row.pk])
    outbox.write(
        kind,
        occasion=occasion,
        to=user.email,
        reply_to=contact,
        contact=contact,
        organization=str(year.partner),
        year=str(year.program_year),
        requirement=row.name,
        now=now,
        then=then,
        reason=reason,
        link=settings.SITE_URL + path,
        **more,
    )
