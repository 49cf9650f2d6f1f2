"""Annual reports on a partner's pages: to be sent, and sent."""

from datetime import date, datetime, timedelta

from django.urls import reverse

from applications import annual
from applications.acting import portal_page
from applications.look import Look
from applications.models import AnnualReport, Partner, PartnerYear
from applications.models.partner import Right
from applications.registry import News, NextStep, news, next_steps, open_matters

# For so long after its last day, a report that was not sent is still asked for.
ASKED_FOR = timedelta(days=365)

portal_page("Report", "applications:report", 65)


@next_steps
def reports_to_send(look: Look):
    """The annual reports of years that end soon or have ended."""
    for partner in look.active:
        for year in look.years[partner.pk]:
            if _is_report_asked(year, look.on):
                yield NextStep(
                    partner.pk,
                    f"report {year.pk}",
                    f"Send your annual report {year.program_year.school_year}",
                    reverse("applications:report-of-year", args=[partner.pk, year.pk]),
                    annual.last_day(year),
                    "Its figures are filled in from the records.",
                    Right.MANAGE,
                )


def _is_report_asked(year, on):
    ends = year.program_year.school_year.last_day
    report = getattr(year, "report", None)
    return (
        year.status == PartnerYear.Status.CONFIRMED
        and not (report and report.sent_at)
        and annual.asked_from(year) <= on <= annual.last_day(year) + ASKED_FOR
        and year.partner.started_on <= ends
    )


@news
def sent_reports(partner: Partner, since: datetime):
    reports = AnnualReport.objects.filter(partner_year__partner=partner, sent_at__gte=since)
    for report in reports.select_related("partner_year__program_year__school_year"):
        year = report.partner_year.program_year.school_year
        yield News(report.sent_at, f"Annual report {year} sent")


@open_matters
def unsent_reports(partner: Partner, on: date):
    for step in reports_to_send(Look([partner], on)):
        yield f"Not done yet: {step.what[0].lower()}{step.what[1:]}."
