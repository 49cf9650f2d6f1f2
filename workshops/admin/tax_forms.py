"""Of whom partners have form W-9, as staff read it: partners note it on their own pages."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from plp.core.admin_helpers import ReadOnly, SelectFilter
from workshops.admin.reimbursements import HEADING
from workshops.models import TaxForm

RELATED = ["partner", "facilitator", "teacher"]


class PayeeFilter(admin.SimpleListFilter):
    title = "payee"
    parameter_name = "payee"

    def lookups(self, request, model_admin):
        return [("facilitator", "Facilitators"), ("teacher", "Teachers")]

    def queryset(self, request, queryset):
        if self.value() in dict(self.lookup_choices):
            return queryset.exclude(**{self.value(): None})
        return queryset


@admin.register(TaxForm)
class TaxFormAdmin(ReadOnly, admin.ModelAdmin):
    heading = HEADING
    when_empty = "No partner has noted a W-9 yet. They do it on their page of form 1099."
    list_display = ["payee", "of_partner", "since"]
    list_filter = [PayeeFilter, ("partner", SelectFilter)]
    list_select_related = RELATED
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = [
        "facilitator__name",
        "teacher__name",
        "partner__organization",
        "partner__joint_organization",
    ]
    search_help_text = "Payee or partner"
    fields = ["whose", "partner", "since"]
    readonly_fields = ["whose"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*RELATED)

    @admin.display(description="of whom")
    def payee(self, form):
        return (form.facilitator or form.teacher).name

    @admin.display(description="of whom")
    def whose(self, form):
        payee = form.facilitator or form.teacher
        page = f"admin:{payee._meta.app_label}_{payee._meta.model_name}_change"
        return format_html('<a href="{}">{}</a>', reverse(page, args=[payee.pk]), payee.name)

    @admin.display(description="partner", ordering="partner__organization")
    def of_partner(self, form):
        return str(form.partner)
