"""What partners owe facilitators and teachers, as staff read it: partners approve and pay it."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from plp.core.admin_exports import Exports
from plp.core.admin_files import UploadedFiles, linked
from plp.core.admin_helpers import (
    MovesInline,
    ReadOnly,
    ReadOnlyInline,
    SelectFilter,
    list_link,
)
from plp.core.days import pacific_today
from plp.core.money import dollars, to_cent
from workshops.admin.reimbursements import HEADING
from workshops.models import Objection, Payable, PayableFile, PayableLine, PayableStatusChange

RELATED = [
    "partner",
    "workshop__course",
    "assignment__facilitator",
    "enrollment__teacher",
    "corrects",
]


class WaitsFilter(admin.SimpleListFilter):
    title = "what waits"
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [("overdue", "Overdue"), ("unanswered", "Not right, and not answered")]

    def queryset(self, request, queryset):
        match self.value():
            case "overdue":
                return queryset.overdue(pacific_today())
            case "unanswered":
                open_ones = Objection.objects.unanswered()
                return queryset.filter(pk__in=open_ones.values("line__payable"))
        return queryset


class LineInline(ReadOnlyInline):
    model = PayableLine
    fields = ["text", "kind", "number", "per_day", "sum", "contract_link", "receipts", "said"]
    readonly_fields = fields
    verbose_name_plural = "lines"

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("contract")
        return rows.prefetch_related("files", "objections")

    @admin.display(description="a day")
    def per_day(self, line):
        return "–" if line.rate is None else dollars(line.rate)

    @admin.display(description="amount")
    def sum(self, line):
        return dollars(line.amount)

    @admin.display(description="contract")
    def contract_link(self, line):
        if line.contract is None:
            return "–"
        page = reverse("admin:facilitators_contract_change", args=[line.contract_id])
        return format_html('<a href="{}">{}</a>', page, line.contract.code)

    @admin.display(description="receipts")
    def receipts(self, line):
        return format_html_join(" ", "{}", [(linked(file),) for file in line.files.all()]) or "–"

    @admin.display(description="not right")
    def said(self, line):
        said = [(each.text, each.answer or "Not answered yet") for each in line.objections.all()]
        return format_html_join("", "<p>{}<br>Answer: {}</p>", said) or "–"


class ChangeInline(MovesInline):
    model = PayableStatusChange


@admin.register(Payable)
class PayableAdmin(Exports, ReadOnly, admin.ModelAdmin):
    heading = HEADING
    when_empty = "Nothing is owed yet. A completed workshop makes what its partner owes."
    list_display = [
        "code",
        "payee",
        "of_partner",
        "of",
        "kind",
        "status",
        "sum",
        "due_on",
        "paid_on",
    ]
    list_filter = ["status", "kind", WaitsFilter, ("partner", SelectFilter)]
    list_select_related = RELATED
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-pk"]
    search_fields = [
        "code",
        "assignment__facilitator__name",
        "enrollment__teacher__name",
        "partner__organization",
        "reference",
    ]
    search_help_text = "Number, payee, partner, or reference of the payment"
    fields = [
        "code",
        "payee",
        "partner",
        "of",
        "kind",
        "adds_to",
        "status",
        "sum",
        "due_on",
        "paid_on",
        "reference",
        "made_at",
    ]
    inlines = [LineInline, ChangeInline]
    export_columns = [
        ("Number", "code"),
        ("Partner", lambda row: str(row.partner)),
        ("Payee", lambda row: row.payee.name),
        ("Workshop", lambda row: str(row.workshop)),
        ("Kind", "get_kind_display"),
        ("Adds to", lambda row: row.corrects.code if row.corrects else ""),
        ("Status", "get_status_display"),
        ("Amount in dollars", lambda row: to_cent(row.total)),
        ("Due on", "due_on"),
        ("Paid on", "paid_on"),
        ("Reference", "reference"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*RELATED).with_total()

    @admin.display(description="to whom")
    def payee(self, payable):
        return payable.payee.name

    @admin.display(description="partner", ordering="partner__organization")
    def of_partner(self, payable):
        return str(payable.partner)

    @admin.display(description="workshop")
    def of(self, payable):
        page = reverse("admin:workshops_workshop_change", args=[payable.workshop_id])
        return format_html('<a href="{}">{}</a>', page, payable.workshop)

    @admin.display(description="adds to")
    def adds_to(self, payable):
        if payable.corrects is None:
            return "–"
        page = reverse("admin:workshops_payable_change", args=[payable.corrects_id])
        return format_html('<a href="{}">{}</a>', page, payable.corrects.code)

    @admin.display(description="amount")
    def sum(self, payable):
        return dollars(payable.total)


@admin.register(PayableFile)
class PayableFileAdmin(UploadedFiles, admin.ModelAdmin):
    heading = HEADING
    when_empty = "No receipt yet. Facilitators upload them with the travel that they enter."
    list_display = ["name", "kind", "payment", "size", "uploaded_at"]
    fields = ["download", "payment", "kind", "size", "uploaded_at"]
    list_select_related = ["line__payable"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("line__payable")

    @admin.display(description="payment")
    def payment(self, file):
        return list_link(Payable, file.line.payable.code, q=file.line.payable.code)
