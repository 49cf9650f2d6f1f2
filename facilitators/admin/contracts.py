"""Contracts as staff read them: their documents, signatures and moves, and what waits."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from facilitators.actions import offering
from facilitators.lacking import courses_lacking
from facilitators.models import Contract, ContractFile, ContractStatusChange, Signature
from facilitators.views.documents import give
from plp.core.admin_exports import Exports
from plp.core.admin_files import UploadedFiles, linked
from plp.core.admin_helpers import (
    MovesInline,
    QueueFilter,
    ReadOnly,
    ReadOnlyInline,
    SelectFilter,
)
from plp.core.confirming import Step, TakesSteps
from plp.core.days import pacific_today

Status = Contract.Status


class ReasonForm(forms.Form):
    required_css_class = "required"

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        help_text="It stays on the record. The partner reads that you allow it, not why.",
    )


def _lacking(contract):
    names = [course.name for course in courses_lacking(contract, pacific_today())]
    yield (
        f"No accreditation covers its days for: {', '.join(names)}."
        if names
        else "Each of its courses is covered by an accreditation."
    )


def _how_it_stands(contract):
    if contract.override_reason:
        return "May be signed without an accreditation"
    return "Blocked" if courses_lacking(contract, pacific_today()) else "Can be signed as it is"


STEPS = [
    Step(
        slug="let-sign",
        label="Let it be signed without an accreditation",
        done="Allowed to be signed",
        consequence="Who signs for the partner can sign it though an accreditation is missing. "
        "Nobody is written to.",
        permission="facilitators.override_contract",
        take=offering.let_sign,
        form=ReasonForm,
        fits=lambda contract: contract.is_unmade and not contract.override_reason,
        why_not="It is allowed already, or nobody is to sign it any more.",
        known=_lacking,
        is_single=True,
        stands=_how_it_stands,
    )
]


class FileInline(ReadOnlyInline):
    model = ContractFile
    fields = ["download", "role", "size", "sha256", "uploaded_at"]
    readonly_fields = fields
    verbose_name_plural = "documents"

    @admin.display(description="file")
    def download(self, file):
        return linked(file)


class SignatureInline(ReadOnlyInline):
    model = Signature
    fields = ["side", "name", "user", "at", "address", "consent", "sha256"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user")


class ChangeInline(MovesInline):
    model = ContractStatusChange


@admin.register(Contract)
class ContractAdmin(Exports, TakesSteps, ReadOnly, admin.ModelAdmin):
    steps = STEPS
    when_empty = "No contract yet. Partners draw them up on their own pages."
    list_display = [
        "code",
        "facilitator",
        "partner",
        "school_year",
        "status",
        "answer_by",
        "engagement",
        "day_rate",
    ]
    list_filter = [
        QueueFilter,
        "status",
        ("partner", SelectFilter),
        ("school_year", SelectFilter),
        "paper",
        "engagement",
    ]
    list_select_related = ["facilitator", "partner", "school_year"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = [
        "code",
        "facilitator__name",
        "facilitator__email",
        "partner__organization",
        "partner__joint_organization",
    ]
    search_help_text = "Number, facilitator, e-mail, or partner"
    fieldsets = [
        (None, {"fields": ["code", "status", "partner", "facilitator", "replaces"]}),
        ("What for", {"fields": ["school_year", "named_courses", "first_day", "last_day"]}),
        (
            "Pay",
            {
                "fields": [
                    "engagement",
                    "day_rate",
                    "travel_cap",
                    "days_until_paid",
                    "late_cancel_pay",
                    "late_cancel_days",
                ],
                "description": "Between the partner and the facilitator; the program suggests.",
            },
        ),
        ("Paper", {"fields": ["paper", "template", "terms", "answer_by", "by", "made_at"]}),
        (
            "Accreditation",
            {
                "fields": ["missing", "override_reason", "override_by"],
                "description": "A missing one warns at the offer and blocks the partner's "
                "signature, unless staff allow it.",
            },
        ),
    ]
    inlines = [FileInline, SignatureInline, ChangeInline]
    export_columns = [
        ("Number", "code"),
        ("Partner", "partner"),
        ("Facilitator", "facilitator__name"),
        ("E-mail", "facilitator__email"),
        ("School year", "school_year__name"),
        ("Courses", lambda contract: _courses(contract)),
        ("Status", "get_status_display"),
        ("First day", "first_day"),
        ("Last day", "last_day"),
        ("Last day to sign", "answer_by"),
        ("Engaged as", "get_engagement_display"),
        ("Pay for a day", "day_rate"),
        ("Travel, at most", "travel_cap"),
        ("Days until paid", "days_until_paid"),
        ("Pay when cancelled late", "late_cancel_pay"),
        ("Where it is signed", "get_paper_display"),
    ]
    export_prefetch = ["courses"]

    def get_queryset(self, request):
        related = [*self.list_select_related, "template", "replaces", "by", "override_by"]
        return super().get_queryset(request).select_related(*related)

    def get_readonly_fields(self, request, obj=None):
        return [name for _, options in self.fieldsets for name in options["fields"]]

    @admin.display(description="courses")
    def named_courses(self, contract):
        return _courses(contract)

    @admin.display(description="not accredited for")
    def missing(self, contract):
        if not contract.is_unmade:
            return "–"
        return ", ".join(c.name for c in courses_lacking(contract, pacific_today())) or "–"


def _courses(contract):
    return ", ".join(course.name for course in contract.courses.all())


@admin.register(ContractFile)
class ContractFileAdmin(UploadedFiles, admin.ModelAdmin):
    when_empty = "No document of a contract is kept yet."
    list_filter = ["role"]
    list_display = ["name", "contract", "role", "size", "uploaded_at"]
    list_select_related = ["contract__facilitator", "contract__partner"]
    search_fields = ["name", "contract__code", "sha256"]
    fields = ["download", "contract", "role", "size", "sha256", "uploaded_at"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    def has_delete_permission(self, request, obj=None):
        return False

    def download_view(self, request, pk):
        """Give back the bytes that were kept, or say that they are others by now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = get_object_or_404(self.get_queryset(request), pk=pk)
        return give(request, found.contract, found.pk)
