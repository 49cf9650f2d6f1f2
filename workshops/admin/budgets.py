"""What the program may spend in each of its years, what came of it, and thresholds of form 1099."""

from django import forms
from django.contrib import admin
from django.urls import path, reverse

from applications.models import ProgramYear
from plp.core.admin_helpers import InDollars, NoBulkDelete
from plp.core.editing import Watched
from plp.core.exporting import CSV, XLSX
from plp.core.money import dollars
from workshops.admin import spending
from workshops.admin.reimbursements import HEADING
from workshops.models import ProgramBudget, TaxThreshold


class ChoiceOfYear(forms.ModelChoiceField):
    """A choice among years of several programs, each named with its own."""

    def label_from_instance(self, year):
        return f"{year} ({year.program.slug})"


@admin.register(ProgramBudget)
class ProgramBudgetAdmin(InDollars, NoBulkDelete, Watched, admin.ModelAdmin):
    heading = HEADING
    when_empty = "No year has a budget yet. Add one, and requests are counted against it."
    list_display = ["program_year", "program", "sum"]
    list_select_related = ["program_year__program", "program_year__school_year"]
    list_filter = ["program_year__program"]
    list_per_page = 50
    search_fields = ["program_year__program__name", "program_year__school_year__name", "note"]
    search_help_text = "Program, school year, or note"
    fields = ["program_year", "amount", "note"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_readonly_fields(self, request, obj=None):
        """Leave a budget with its year: another year gets one of its own."""
        return ["program_year"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        years = ProgramYear.objects.select_related("program", "school_year")
        kwargs |= {"form_class": ChoiceOfYear, "queryset": years}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def own_pages(self, request):
        if not request.user.has_perm(spending.MAY):
            return []
        address = reverse("admin:workshops_spending")
        return [{"name": spending.TITLE, "admin_url": address, "perms": {}}]

    def get_urls(self):
        view = self.admin_site.admin_view
        files = [
            path(
                f"spending/<slug:table>.{kind}",
                view(self.spending_file_view),
                {"kind": kind},
                name=f"workshops_spending_{kind}",
            )
            for kind in (CSV, XLSX)
        ]
        page = path("spending/", view(self.spending_view), name="workshops_spending")
        return [page, *files, *super().get_urls()]

    def spending_view(self, request):
        """Show what is left of each year's budget, and to whom and when it went."""
        return spending.page(self, request)

    def spending_file_view(self, request, table, kind):
        return spending.file(request, table, kind)

    @admin.display(ordering="program_year__program__name")
    def program(self, budget):
        return budget.program_year.program

    @admin.display(description="amount", ordering="amount")
    def sum(self, budget):
        return dollars(budget.amount)


@admin.register(TaxThreshold)
class TaxThresholdAdmin(InDollars, NoBulkDelete, Watched, admin.ModelAdmin):
    heading = HEADING
    when_empty = "No threshold yet, so that nobody is listed for form 1099. Add one."
    list_display = ["from_year", "sum"]
    list_per_page = 50
    fields = ["from_year", "amount"]

    @admin.display(description="amount", ordering="amount")
    def sum(self, threshold):
        return dollars(threshold.amount)
