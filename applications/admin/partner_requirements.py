"""What is asked of each partner: adjusted or waived, one by one or many at once."""

from hashlib import sha256

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from applications.admin import requirement_steps
from applications.admin.base import ProgramYearFilter
from applications.asking import Ask
from applications.models import PartnerRequirement, PartnerYear, RequirementProposal
from plp.core.admin_helpers import ReadOnly, ReadOnlyInline
from plp.core.confirming import TakesSteps
from plp.core.keys import key_in

RELATED = [
    "requirement__commitment",
    "requirement__course",
    "requirement__program_year__school_year",
    "partner_year__partner__region",
    "partner_year__program_year__program",
    "partner_year__program_year__school_year",
]


class OfProgramYear(ProgramYearFilter):
    def queryset(self, request, queryset):
        if key_in(self.value()) is None:
            return queryset
        return queryset.filter(partner_year__program_year=self.value())


class OfPartnerYear(admin.SimpleListFilter):
    """By the partner year whose page one came from; it is not offered, as there are very many."""

    title = "partner year"
    parameter_name = "partner_year"

    def lookups(self, request, model_admin):
        key = key_in(request.GET.get(self.parameter_name, ""))
        related = PartnerYear.objects.select_related("partner", "program_year__school_year")
        return [(year.pk, str(year)) for year in related.filter(pk=key)]

    def queryset(self, request, queryset):
        key = key_in(self.value())
        return queryset if key is None else queryset.filter(partner_year=key)


class StateOfIt(admin.SimpleListFilter):
    title = "what staff did with it"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("adjusted", "Adjusted"),
            ("waived", "Waived"),
            ("proposed", "Waits for the partner’s answer"),
            ("behind", "Not what the program asks by now"),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "adjusted":
                return queryset.exclude(adjusted_because="")
            case "waived":
                return queryset.exclude(waived_because="")
            case "proposed":
                waiting = RequirementProposal.objects.open()
                return queryset.filter(pk__in=waiting.values("requirement"))
            case "behind":
                return queryset.behind()
        return queryset


class ProposalInline(ReadOnlyInline):
    model = RequirementProposal
    fields = ["at", "proposed", "reason", "by", "answer_in_words", "answered_by", "answered_at"]
    readonly_fields = fields
    verbose_name_plural = "what was proposed to the partner"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by", "answered_by")

    @admin.display(description="proposed")
    def proposed(self, proposal):
        return str(Ask.of(proposal))

    @admin.display(description="answer")
    def answer_in_words(self, proposal):
        return proposal.get_answer_display() or "Waits for the partner"


@admin.register(PartnerRequirement)
class PartnerRequirementAdmin(TakesSteps, ReadOnly, admin.ModelAdmin):
    heading = "Applications and partners"
    when_empty = "Once a partner’s year is opened, what it asks of the partner stands here."
    steps = requirement_steps.OF_REQUIREMENTS
    list_display = ["what", "partner", "year", "state_of"]
    list_filter = [OfPartnerYear, OfProgramYear, "requirement__kind", StateOfIt]
    list_per_page = 50
    search_fields = [
        "partner_year__partner__organization",
        "partner_year__partner__joint_organization",
        "partner_year__partner__region__city",
    ]
    ordering = ["partner_year__partner__organization", "partner_year", "requirement"]
    fields = [
        "what",
        "partner_year_link",
        "asked",
        "now",
        "adjusted_because",
        "waived_because",
    ]
    readonly_fields = fields
    inlines = [ProposalInline]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related(*RELATED).prefetch_related("proposals")

    def state_of(self, row):
        """Return what it asks now, and what staff did with it."""
        said = str(Ask.of(row))
        if row.waived_because:
            said = f"Waived ({said})"
        elif row.adjusted_because:
            said += "; adjusted"
        if proposal := row.open_proposal:
            said += f"; proposed: {Ask.of(proposal)}"
        return said

    state_of.short_description = "asks"

    def version_of(self, row):
        proposal = row.open_proposal
        said = [*Ask.of(row), row.adjusted_because, row.waived_because, proposal and proposal.pk]
        return f"{row.pk}-{sha256(repr(said).encode()).hexdigest()[:16]}"

    @admin.display(description="requirement", ordering="requirement__kind")
    def what(self, row):
        return row.name

    @admin.display(ordering="partner_year__partner__organization")
    def partner(self, row):
        return row.partner_year.partner

    @admin.display(ordering="partner_year__program_year__number")
    def year(self, row):
        return row.partner_year.program_year

    @admin.display(description="partner and year")
    def partner_year_link(self, row):
        address = reverse("admin:applications_partneryear_change", args=[row.partner_year_id])
        return format_html('<a href="{}">{}</a>', address, row.partner_year)

    @admin.display(description="the program asks")
    def asked(self, row):
        return row.as_the_program_asks

    @admin.display(description="it asks now")
    def now(self, row):
        return self.state_of(row)
