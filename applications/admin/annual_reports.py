"""Annual reports of partners, to be read; opened again with a reason."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from applications.actions import annual_reports
from applications.admin.base import RegionFilter
from applications.admin.moves import Asks, Words
from applications.annual import PARTS
from applications.models import AnnualReport
from plp.core import days, files
from plp.core.admin_helpers import ReadOnly
from plp.core.confirming import Step, TakesSteps


class ReopenForm(Asks):
    reason = Words(label="Why", help_text="The partner reads it word for word, in the mail.")


STEPS = [
    Step(
        slug="reopen",
        label="Open it again",
        done="Opened it again",
        consequence="The partner can change it and send it once more; the one it sent stays here "
        "among the earlier files. Its program managers and who signs for it are written to.",
        permission="applications.change_partneryear",
        take=annual_reports.reopen_report,
        form=ReopenForm,
        fits=lambda report: report.sent_at is not None,
        why_not="It is not sent.",
    ),
]


class SentFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "sent"

    def lookups(self, request, model_admin):
        return [("yes", "Sent"), ("no", "Being written")]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(sent_at__isnull=self.value() != "yes")


@admin.register(AnnualReport)
class AnnualReportAdmin(TakesSteps, ReadOnly, admin.ModelAdmin):
    heading = "Applications and partners"
    steps = STEPS
    list_display = ["partner", "year", "state_of", "sent_by"]
    list_filter = [
        SentFilter,
        ("partner_year__partner__region", RegionFilter),
    ]
    list_per_page = 50
    search_fields = ["partner_year__partner__organization"]
    search_help_text = "Organization"
    readonly_fields = [
        "partner",
        "year",
        "state_of",
        "sent_by",
        "report",
        "written",
        "said",
        "earlier",
    ]
    fields = readonly_fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*annual_reports.READ, "sent_by")

    def get_urls(self):
        view = self.admin_site.admin_view(self.download_view)
        name = "applications_annualreport_download"
        return [path("<int:pk>/report.pdf", view, name=name), *super().get_urls()]

    def download_view(self, request, pk):
        """Give back the kept file, or with `?version=` one that was sent before."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        report = get_object_or_404(self.get_queryset(request), pk=pk)
        field = report.file
        if asked := request.GET.get("version"):
            names = {str(row.pk): str(row.file) for row in annual_reports.earlier(report)}
            field.name = names.get(asked, "")
        if not field:
            raise Http404("It is not sent.")
        return files.as_attachment(field, f"annual-report-{report.pk}.pdf", "pdf")

    def version_of(self, report):
        return f"{report.pk}-{report.version}-{report.sent_at}"

    @admin.display(ordering="partner_year__partner__organization")
    def partner(self, report):
        return report.partner_year.partner

    @admin.display(ordering="partner_year__program_year__school_year", description="school year")
    def year(self, report):
        return report.partner_year.program_year.school_year

    @admin.display(description="state", ordering="sent_at")
    def state_of(self, report):
        if not report.sent_at:
            return "Being written"
        return f"Sent on {days.moment_in_words(report.sent_at)}"

    @admin.display(description="file")
    def report(self, report):
        if not report.file:
            return "–"
        url = reverse("admin:applications_annualreport_download", args=[report.pk])
        return format_html('<a href="{}">Report (PDF)</a>, SHA-256 {}', url, report.sha256)

    @admin.display(description="what the partner writes")
    def written(self, report):
        said = [(title, report.texts.get(name) or "–") for name, (title, _) in PARTS.items()]
        return format_html_join("", "<p><strong>{}</strong><br>{}</p>", said)

    @admin.display(description="figures, as sent")
    def said(self, report):
        rows = [row for _, rows in report.figures for row in rows]
        return format_html_join("", "<p>{}: {}</p>", rows) or "–"

    @admin.display(description="sent before")
    def earlier(self, report):
        url = reverse("admin:applications_annualreport_download", args=[report.pk])
        rows = [
            (url, row.pk, days.moment_in_words(row.sent_at), row.sha256)
            for row in annual_reports.earlier(report)
        ]
        line = '<p><a href="{}?version={}">Sent on {}</a>, SHA-256 {}</p>'
        return format_html_join("", line, rows) or "–"
