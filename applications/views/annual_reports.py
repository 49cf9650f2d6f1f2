"""A partner's annual report: written, looked at as a PDF, and sent once."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications import annual, portal
from applications.acting import acting_for
from applications.actions import annual_reports
from applications.form.annual_report import ReportForm
from applications.models import AnnualReport
from applications.models.partner import ANSWERS
from plp.core import files
from plp.core.days import pacific_today
from plp.core.keys import key_in
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError


@never_cache
@require_safe
def running(request, pk):
    """The report of the running year."""
    partner = acting_for(request, pk)
    look = portal.look_at(request.acting)
    years, year = look.years[pk], look.year_of(partner)
    if year is None:
        context = {"signed_in": True, "partner": partner}
        return render(request, "applications/portal/report.html", context)
    return _page(request, partner, years, year, _report(year))


def _report(year):
    found = AnnualReport.objects.filter(partner_year=year).select_related("sent_by").first()
    return found or AnnualReport(partner_year=year)


def _years(request, pk, year, *rights):
    partner = acting_for(request, pk, *rights)
    years = portal.look_at(request.acting).years[pk]
    get_object_or_404(partner.years, pk=year)
    return partner, years, next(each for each in years if each.pk == year)


@never_cache
@get_or_post
def of_year(request, pk, year):
    """Show the report of a year; save what was written, and send it if that was pressed."""
    partner, years, year = _years(request, pk, year, *ANSWERS)
    if request.method != "POST":
        return _page(request, partner, years, year, _report(year))
    is_sending = request.POST.get("do") == "send"
    form, seen = ReportForm(request.POST, is_sending=is_sending), key_in(request.POST.get("seen"))
    if is_sending and _report(year).sent_at:  # pressed twice
        return _again(year)
    if form.is_valid():
        try:
            saved = annual_reports.save_report(year, form.texts, seen=seen or 0)
            if is_sending:
                annual_reports.send_report(
                    year, by=request.user, seen=saved.version, on=pacific_today()
                )
        except annual_reports.Replaced as error:
            form.show_others(error.report.texts)
        except TransitionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Sent." if is_sending else "Saved.")
            return _again(year)
    return _page(request, partner, years, year, _report(year), form)


def _again(year):
    return redirect("applications:report-of-year", year.partner_id, year.pk)


def _page(request, partner, years, year, report, form=None):
    on = pacific_today()
    report.partner_year = year
    context = {
        "signed_in": True,
        "partner": partner,
        "years": years,
        "year": year,
        "report": report,
        "form": form or ReportForm(initial=report.texts),
        "figures": report.figures if report.sent_at else annual.figures(year, on),
        "written": [(title, report.texts.get(name)) for name, (title, _) in annual.PARTS.items()],
        "may": request.acting.may(*ANSWERS),
        "asked_from": annual.asked_from(year),
        "last_day": annual.last_day(year),
        "today": on,
        "is_early": on < annual.asked_from(year),
    }
    return render(request, "applications/portal/report.html", context)


@never_cache
@require_safe
def pdf(request, pk, year):
    """The report as it was sent, byte for byte; before that, as it would be now."""
    _, _, year = _years(request, pk, year)
    report = _report(year)
    name = f"annual-report-{year.program_year.school_year.first_day.year}.pdf"
    if report.sent_at:
        return files.as_attachment(report.file, name, "pdf")
    report.partner_year, on = year, pacific_today()
    drawn = annual.pdf(report, annual.figures(year, on), on, is_sent=False)
    return files.as_pdf(drawn, f"draft-{name}")
