"""Mails of annual reports: sent by a partner, and opened again by staff."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from applications.emails.addressing import CONTACT, LINK, PLACE, people_with
from applications.models import AnnualReport
from applications.models.partner import ANSWERS
from plp.core import outbox
from plp.core.outbox import MailKind, register

YEAR = {"year": "2016–17"}

REPORT_SENT = register(
    MailKind(
        what="report-sent",
        name="Annual report, to staff",
        sent_when="When a partner has sent its annual report, to the program.",
        placeholders=PLACE | LINK | YEAR | {"who": "Dana Whitlock"},
        subject="Annual report {year} of {organization}",
        body="""\
{who} has sent the annual report {year} of {organization} ({city}).

Read it: {link}""",
    )
)

REPORT_REOPENED = register(
    MailKind(
        what="report-reopened",
        name="Annual report opened again",
        sent_when="When staff let a partner change an annual report that it has sent, to its "
        "program managers and who signs for it.",
        placeholders=PLACE | LINK | YEAR | CONTACT | {"reason": "The plans are missing."},
        subject="Please look at your annual report {year} again",
        body="""\
We have opened the annual report {year} of {organization} again, so that you can change it.

Why: {reason}

Change it and send it again: {link}

Questions: write to {contact}.""",
    )
)


def report_sent(report: AnnualReport, *, by) -> None:
    year = report.partner_year
    path = reverse("admin:applications_annualreport_change", args=[report.pk])
    outbox.write(
        REPORT_SENT,
        occasion=f"{report.pk} {report.sha256}",
        to=year.program_year.program.contact_email,
        reply_to=by.email if by else "",
        who=str(by or year.partner),
        year=str(year.program_year.school_year),
        organization=str(year.partner),
        city=str(year.partner.region),
        link=settings.SITE_URL + path,
    )


def report_reopened(report: AnnualReport, *, reason: str) -> None:
    year = report.partner_year
    contact = year.program_year.program.contact_email
    path = reverse("applications:report-of-year", args=[year.partner_id, year.pk])
    for user in people_with(year.partner, *ANSWERS):
        outbox.write(
            REPORT_REOPENED,
            occasion=f"{report.pk} {timezone.now():%Y-%m-%d %H:%M:%S.%f}",
            to=user.email,
            reply_to=contact,
            contact=contact,
            reason=reason,
            year=str(year.program_year.school_year),
            organization=str(year.partner),
            city=str(year.partner.region),
            link=settings.SITE_URL + path,
        )
