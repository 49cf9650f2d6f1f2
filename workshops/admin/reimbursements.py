"""Requests of partners for money as staff read and decide them, and the files that show why."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from plp.core import days
from plp.core.admin_exports import Exports
from plp.core.admin_files import UploadedFiles
from plp.core.admin_helpers import (
    QueueFilter,
    ReadOnly,
    SelectFilter,
    StateFilter,
    list_link,
)
from plp.core.confirming import TakesSteps
from plp.core.money import dollars
from workshops.actions.batching import MOST
from workshops.admin.making_batches import PAY
from workshops.admin.reimbursement_inlines import (
    ChangeInline,
    FileInline,
    FundedInline,
    LineInline,
)
from workshops.admin.reimbursement_steps import STEPS, since_then
from workshops.models import (
    Reimbursement,
    ReimbursementFile,
)
from workshops.money import finance
from workshops.money.amounts import total_of
from workshops.money.budgets import in_words, spending_of
from workshops.money.periods import period_of
from workshops.money.shown import in_dollars
from workshops.money.since import as_they_stand

HEADING = "Money"
OF_A_GROUP = {"urban_then", "worked_out", "now", "beside"}
Status = Reimbursement.Status


class RequestList(ChangeList):
    """The page of the list, with what its rows say of sums and ages: one query more."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        keys = [each.pk for each in self.result_list]
        rows = as_they_stand(Reimbursement.objects.filter(pk__in=keys).with_total())
        shown = {row.pk: row for row in rows}
        for each in self.result_list:
            each.total = shown[each.pk].total
            each.stands_since = shown[each.pk].stands_since


@admin.register(Reimbursement)
class ReimbursementAdmin(Exports, TakesSteps, ReadOnly, admin.ModelAdmin):
    heading = HEADING
    steps = STEPS
    when_empty = "No partner has begun a request yet. They do so on their own pages."
    list_display = ["code", "partner", "about", "kind", "period", "sum", "status", "since"]
    list_filter = [
        QueueFilter,
        "status",
        "kind",
        ("partner_year__program_year__school_year", SelectFilter),
        ("partner_year__partner__region__state", StateFilter),
        ("partner_year__partner", SelectFilter),
    ]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # one query a filter, over all rows
    ordering = ["-pk"]
    search_fields = [
        "code",
        "title",
        "partner_year__partner__organization",
        "partner_year__partner__joint_organization",
        "batch__code",
    ]
    search_help_text = "Number, what it is for, partner, or number of its payment"
    fieldsets = [
        (None, {"fields": ["code", "partner", "year", "about", "kind", "status", "sum", "note"]}),
        (
            "How it was worked out",
            {
                "fields": ["as_of", "period", "urban_then", "worked_out", "now", "beside"],
                "description": "Written down when it was sent; it stays as it is from then on.",
            },
        ),
        ("What it is paid from", {"fields": ["budget", "batch_page"]}),
    ]
    inlines = [LineInline, FundedInline, FileInline, ChangeInline]
    export_columns = finance.COLUMNS

    actions = ["to_batch"]

    def has_pay_permission(self, request):
        return request.user.has_perm(PAY)

    @admin.action(description="Put into a payment batch…", permissions=["pay"])
    def to_batch(self, request, queryset):
        """Lead to the page that makes a batch, with what is ticked and can be paid."""
        keys = queryset.to_pay().order_by("pk").values_list("pk", flat=True)[:MOST]
        query = {"ids": ",".join(map(str, keys)) or "0"}
        return redirect(reverse("admin:workshops_paymentbatch_make", query=query))

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*finance.RELATED)

    def get_export_rows(self, request, listed):
        return finance.with_days(listed)

    def get_changelist(self, request, **kwargs):
        return RequestList

    def get_readonly_fields(self, request, obj=None):
        return [name for _, options in self.fieldsets for name in options["fields"]]

    def get_fieldsets(self, request, obj=None):
        """Leave out how a teacher group was worked out where it is about something else."""
        if obj.is_of_cohort:
            return self.fieldsets
        return [
            (title, options | {"fields": [n for n in options["fields"] if n not in OF_A_GROUP]})
            for title, options in self.fieldsets
        ]

    def get_inlines(self, request, obj):
        """Leave out who is funded where nobody is asked for."""
        return [inline for inline in self.inlines if obj.is_of_cohort or inline is not FundedInline]

    def state_of(self, record):
        return f"{record.get_status_display()}, {dollars(total_of(record))}"

    @admin.display(ordering=F("partner_year__partner__organization"))
    def partner(self, request):
        page = reverse("admin:applications_partner_change", args=[request.partner.pk])
        return format_html('<a href="{}">{}</a>', page, request.partner)

    @admin.display(description="program year")
    def year(self, request):
        return request.partner_year.program_year

    @admin.display(description="what for")
    def about(self, request):
        return request.about

    @admin.display(description="period", ordering="closed_on")
    def period(self, request):
        return str(period_of(request.closed_on)) if request.closed_on else "Not sent yet"

    @admin.display(description="amount")
    def sum(self, request):
        return dollars(total_of(request))

    @admin.display(description="for so long")
    def since(self, request):
        return days.waiting(request.stands_since, days.pacific_today())

    @admin.display(description="urban then")
    def urban_then(self, request):
        return request.get_urban_display() or "–"

    @admin.display(description="step by step")
    def worked_out(self, request):
        steps = ((words, dollars(amount)) for words, amount in in_dollars(request.steps))
        rows = format_html_join("", "<li>{}: {}</li>", steps)
        return format_html('<ol class="plain">{}</ol>', rows) if rows else "–"

    @admin.display(description="as records are today")
    def now(self, request):
        return " ".join(since_then(request)) or "No difference"

    @admin.display(description="all for the same group")
    def beside(self, request):
        if not request.cohort_id:
            return "–"
        return list_link(Reimbursement, "Requests of this group", cohort=request.cohort_id)

    @admin.display
    def budget(self, request):
        [spending] = spending_of([request.partner_year.program_year])
        return in_words(spending)

    @admin.display(description="payment batch")
    def batch_page(self, request):
        if not request.batch_id:
            return "In none"
        page = reverse("admin:workshops_paymentbatch_change", args=[request.batch_id])
        return format_html('<a href="{}">{}</a>', page, request.batch)


@admin.register(ReimbursementFile)
class ReimbursementFileAdmin(UploadedFiles, admin.ModelAdmin):
    heading = HEADING
    when_empty = "No partner has added a receipt yet."
    list_display = ["name", "reimbursement", "partner", "role", "kind", "size", "uploaded_at"]
    list_filter = ["role", "kind"]
    search_fields = [
        "name",
        "reimbursement__code",
        "reimbursement__partner_year__partner__organization",
    ]
    search_help_text = "Name, number of the request, or partner"
    fields = ["download", "reimbursement", "partner", "role", "kind", "size", "uploaded_at", "by"]
    readonly_fields = fields

    def get_queryset(self, request):
        related = [f"reimbursement__{path}" for path in finance.RELATED]
        return super().get_queryset(request).select_related(*related, "by")

    @admin.display(ordering="reimbursement__partner_year__partner__organization")
    def partner(self, file):
        return file.reimbursement.partner
