"""How partners come to sustain the work: targets for other funding, and what partners say of it."""

from django.contrib import admin

from plp.core.admin_helpers import NoBulkDelete, ReadOnly
from plp.core.editing import Watched, WatchedForm
from plp.core.money import dollars
from workshops.admin.reimbursements import HEADING
from workshops.models import FundingNeed, FundingTarget, OtherFunding


class TargetForm(WatchedForm):
    class Meta:
        labels = {
            "of_year": "Of the costs of year",
            "by_end_of_year": "Until the end of year",
        }
        help_texts = {
            "percent": "How much a partner should have found elsewhere: 50 is half.",
            "of_year": "A program year by its number: 3 is a partner’s third year.",
            "by_end_of_year": "By its number too: 1 is a partner’s first year.",
        }


@admin.register(FundingTarget)
class FundingTargetAdmin(NoBulkDelete, Watched, admin.ModelAdmin):
    heading = HEADING
    form = TargetForm
    when_empty = "Nothing is asked yet. A target says: half of year 3 by the end of year 1."
    list_display = ["__str__", "program"]
    list_filter = ["program"]
    list_select_related = ["program"]
    list_per_page = 50
    search_fields = ["program__name"]
    search_help_text = "Program"
    fields = ["program", "percent", "of_year", "by_end_of_year"]


class OfPartner(ReadOnly, admin.ModelAdmin):
    """What partners say themselves, as staff read it."""

    heading = HEADING
    list_filter = ["school_year"]
    list_select_related = ["partner", "school_year"]
    list_per_page = 50
    search_fields = ["partner__organization", "partner__joint_organization"]
    search_help_text = "Organization"

    @admin.display(description="amount", ordering="amount")
    def sum(self, record):
        return dollars(record.amount)


@admin.register(FundingNeed)
class FundingNeedAdmin(OfPartner):
    when_empty = "No partner has said yet what a school year costs it."
    list_display = ["partner", "school_year", "sum"]
    fields = ["partner", "school_year", "sum", "note"]
    readonly_fields = ["sum"]


@admin.register(OtherFunding)
class OtherFundingAdmin(OfPartner):
    when_empty = "No partner has found other funding yet."
    list_display = ["source", "partner", "school_year", "sum", "since"]
    fields = ["partner", "school_year", "source", "sum", "since", "note", "by"]
    readonly_fields = ["sum"]
