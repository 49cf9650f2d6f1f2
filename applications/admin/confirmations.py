"""What partners confirm, its evidence, and what staff say of it."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from applications.actions import confirming
from applications.admin.base import RegionFilter
from applications.admin.moves import Asks, Words
from applications.models import Confirmation, ConfirmationFile, ConfirmationStatusChange
from plp.core.admin_exports import Exports
from plp.core.admin_files import UploadedFiles, linked
from plp.core.admin_helpers import MovesInline, QueueFilter, ReadOnly, ReadOnlyInline
from plp.core.confirming import Step, TakesSteps

Status = Confirmation.Status


class ReturnForm(Asks):
    word = Words(label="Why", help_text="The partner reads it word for word, in mail and page.")


STEPS = [
    Step(
        slug="verify",
        label="Verify",
        done="Verified",
        consequence="You have seen it and its evidence. It counted already; now its files stay as "
        "they are. Nobody is written to.",
        permission="applications.change_confirmation",
        take=confirming.verify,
        fits=lambda confirmation: confirmation.can_move(Status.VERIFIED),
        why_not="It is verified or returned already.",
    ),
    Step(
        slug="return",
        label="Return",
        done="Returned",
        consequence="It counts no more. The partner's people who may confirm it are written to, "
        "and to confirm it again is a next step of theirs.",
        permission="applications.change_confirmation",
        take=confirming.return_confirmation,
        form=ReturnForm,
        fits=lambda confirmation: confirmation.can_move(Status.RETURNED),
        why_not="It is returned already.",
    ),
]


class FileInline(ReadOnlyInline):
    model = ConfirmationFile
    fields = ["download", "kind", "size", "uploaded_at"]
    readonly_fields = fields
    verbose_name_plural = "evidence"

    @admin.display(description="file")
    def download(self, file):
        own = reverse("admin:applications_confirmationfile_change", args=[file.pk])
        return format_html('{} (<a href="{}">look at it, or delete it</a>)', linked(file), own)


class ChangeInline(MovesInline):
    model = ConfirmationStatusChange


OF_PARTNER = "requirement__partner_year__partner"


@admin.register(Confirmation)
class ConfirmationAdmin(Exports, TakesSteps, ReadOnly, admin.ModelAdmin):
    heading = "Applications and partners"
    when_empty = "No partner has confirmed anything yet. They do so on their own pages."
    steps = STEPS
    list_display = ["partner", "what", "year", "status", "given_at", "valid_until"]
    list_filter = [
        QueueFilter,
        "status",
        "requirement__requirement__kind",
        (f"{OF_PARTNER}__region", RegionFilter),
    ]
    list_per_page = 50
    search_fields = [f"{OF_PARTNER}__organization", f"{OF_PARTNER}__joint_organization"]
    search_help_text = "Organization"
    export_columns = [
        ("Partner", "partner"),
        ("What", "what"),
        ("School year", "year"),
        ("Status", "get_status_display"),
        ("What they confirm", "text"),
        ("Since", "done_on"),
        ("Last day", "valid_until"),
        ("Confirmed (Pacific time)", "given_at"),
        ("By", "by"),
    ]
    fields = [
        "partner",
        "what",
        "year",
        "status",
        "text",
        "done_on",
        "valid_until",
        "by",
        "given_at",
    ]
    readonly_fields = fields
    inlines = [FileInline, ChangeInline]

    def get_queryset(self, request):
        related = ["partner_year__partner", "partner_year__program_year__school_year"]
        related += ["requirement__course"]
        names = [f"requirement__{name}" for name in related]
        return super().get_queryset(request).select_related(*names, "by")

    def get_export_columns(self, request, queryset):
        own = {"partner": self.partner, "what": self.what, "year": self.year}
        return [(heading, own.get(source, source)) for heading, source in self.export_columns]

    @admin.display(ordering=f"{OF_PARTNER}__organization")
    def partner(self, confirmation):
        return confirmation.requirement.partner_year.partner

    @admin.display(ordering="requirement__requirement__kind")
    def what(self, confirmation):
        return confirmation.requirement.name

    @admin.display(description="school year")
    def year(self, confirmation):
        return confirmation.requirement.partner_year.program_year.school_year


@admin.register(ConfirmationFile)
class ConfirmationFileAdmin(UploadedFiles, admin.ModelAdmin):
    heading = "Applications and partners"
    list_display = ["name", "partner", "kind", "size", "uploaded_at"]
    list_select_related = [f"confirmation__{OF_PARTNER}"]
    search_fields = ["name", f"confirmation__{OF_PARTNER}__organization"]
    fields = ["download", "confirmation", "kind", "size", "uploaded_at"]
    readonly_fields = fields

    @admin.display(ordering=f"confirmation__{OF_PARTNER}__organization")
    def partner(self, file):
        return file.confirmation.requirement.partner_year.partner
