"""Mails on whether partners go on in their next year."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.urls import reverse

from applications.emails.addressing import people_with
from applications.models import PartnerYear, Program
from applications.models.partner import ANSWERS
from plp.core import days, outbox
from plp.core.models import Message
from plp.core.outbox import MailKind, register

NAMED = {"organization": "Larkspur County Office of Education", "year": "Year 2, 2017–18"}

YEAR_OPENED = register(
    MailKind(
        what="year-opened",
        name="The next year is open, to the partner",
        sent_when="When staff have opened a partner’s next year, to its program managers and "
        "signatories.",
        placeholders=NAMED
        | {
            "last_day": "Friday, 30 June 2017",
            "link": "https://partners.example.org/partner/1/years/2/renew/",
            "contact": "partner@example.org",
        },
        subject="{year}: does {organization} go on?",
        body="""\
Your next year is open: {year}. Please tell us whether {organization} goes on.

Confirm it, or say that you do not renew: {link}

Please answer by {last_day}. A program manager or a signatory can do it; it takes a few minutes. \
You read the terms there, name how much time your program managers have, and say how your funding \
is secured.

Questions: write to {contact}.""",
    )
)

YEAR_ANSWERED = register(
    MailKind(
        what="year-answered",
        name="A partner has answered for the next year, to staff",
        sent_when="When a partner has confirmed its next year, or said that it does not renew.",
        placeholders=NAMED
        | {
            "answer": "Confirmed",
            "person": "Dana Whitlock",
            "details": "Program managers: 0.25 of full time, of 0.25 that the year needs",
            "link": "https://partners.example.org/admin/",
        },
        subject="{answer}: {organization}, {year}",
        body="""\
{person} has answered for {organization}.

{year}: {answer}
{details}

Look at it: {link}""",
    )
)

YEAR_ANSWERED_FOR_YOU = register(
    MailKind(
        what="year-answered-for-you",
        name="A colleague has answered for the next year, to the partner",
        sent_when="When somebody has confirmed a partner’s next year, or said that it does not "
        "renew, to its other program managers and signatories.",
        placeholders=NAMED
        | {
            "answer": "Not renewing",
            "person": "Dana Whitlock",
            "link": "https://partners.example.org/partner/1/years/2/renew/",
            "contact": "partner@example.org",
        },
        subject="{answer}: {organization}, {year}",
        body="""\
{person} has answered for {organization}.

{year}: {answer}

Look at it: {link}

If that is a mistake, write to {contact}.""",
    )
)

RENEWALS_WAITING = register(
    MailKind(
        what="renewals-waiting",
        name="Who has not said whether it renews, to staff",
        sent_when="Once a week, while partners have had a year open for a week or longer and have "
        "not answered.",
        placeholders={
            "program": "Professional Learning Partner Program",
            "number": "2",
            "partners": "- Larkspur County Office of Education: Year 2, 2017–18",
            "link": "https://partners.example.org/admin/",
        },
        subject="Partners that have not answered whether they renew: {number}",
        body="""\
These partners of the {program} have not said whether they go on:

{partners}

They are reminded, too. See them all, or note what they told you: {link}""",
    )
)


def year_opened(year: PartnerYear, *, last_day: date) -> None:
    contact = year.program_year.program.contact_email
    path = reverse("applications:renew", args=[year.partner_id, year.pk])
    for user in people_with(year.partner, *ANSWERS):
        outbox.write(
            YEAR_OPENED,
            occasion=f"{year.pk}",
            to=user.email,
            reply_to=contact,
            contact=contact,
            last_day=days.in_words(last_day),
            link=settings.SITE_URL + path,
            **_named(year),
        )


def year_answered(year: PartnerYear, *, by, reason: str) -> None:
    path = reverse("admin:applications_partneryear_change", args=[year.pk])
    outbox.write(
        YEAR_ANSWERED,
        occasion=f"{year.pk}",
        to=year.program_year.program.contact_email,
        reply_to=by.email,
        answer=year.get_status_display(),
        person=by.name or by.email,
        details=reason or _details(year),
        link=settings.SITE_URL + path,
        **_named(year),
    )


def year_answered_for(year: PartnerYear, *, by) -> None:
    """Tell the others who could have answered."""
    path = reverse("applications:renew", args=[year.partner_id, year.pk])
    contact = year.program_year.program.contact_email
    for user in people_with(year.partner, *ANSWERS):
        if user != by:
            outbox.write(
                YEAR_ANSWERED_FOR_YOU,
                occasion=f"{year.pk}",
                to=user.email,
                reply_to=contact,
                contact=contact,
                answer=year.get_status_display(),
                person=by.name or by.email,
                link=settings.SITE_URL + path,
                **_named(year),
            )


def renewals_waiting(program: Program, years: list[PartnerYear], *, week: str) -> Message | None:
    """Tell staff who has not answered; return None if they have had this week's mail."""
    query = {"status__exact": PartnerYear.Status.TO_RENEW.value}
    path = reverse("admin:applications_partneryear_changelist", query=query)
    return outbox.write(
        RENEWALS_WAITING,
        occasion=f"{program.pk} {week}",
        to=program.contact_email,
        program=program.name,
        number=len(years),
        partners="\n".join(f"- {year.partner}: {year.program_year}" for year in years),
        link=settings.SITE_URL + path,
    )


def _details(year):
    """Say what staff look at: time, and whether somebody must decide about urban or not."""
    need = year.program_year.manager_fte
    has = f"Program managers: {_plain(year.manager_fte)} of full time"
    said = year.get_urban_said_display()
    return (
        f"{has}{f', of {_plain(need)} that the year needs' if need else ''}\n"
        f"Urban, as they see it: {said}. Please decide, with a reason."
    )


def _plain(number):
    return f"{Decimal(number).normalize():f}"


def _named(year):
    return {"organization": str(year.partner), "year": str(year.program_year)}
