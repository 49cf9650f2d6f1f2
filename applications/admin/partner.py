"""The organizations that serve regions."""

from django import forms
from django.contrib import admin

from applications.models import Partner, Region
from plp.core.admin_helpers import StateFilter


class ActiveFilter(admin.SimpleListFilter):
    title = "state of the partnership"
    parameter_name = "active"

    def lookups(self, request, model_admin):
        return [("yes", "Active"), ("no", "Ended")]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(ended_on__isnull=self.value() == "yes")


class PartnerForm(forms.ModelForm):
    website = forms.URLField(required=False, assume_scheme="https")

    class Meta:
        model = Partner
        fields = ["organization", "region", "website", "started_on", "ended_on"]

    def clean_region(self):
        """Lock the region, so that of two people who give it a partner one is told in words."""
        return Region.objects.select_for_update().get(pk=self.cleaned_data["region"].pk)


@admin.register(Partner)
class PartnerAdmin(admin.ModelAdmin):
    heading = "Applications and partners"
    form = PartnerForm
    list_display = ["organization", "region", "started_on", "ended_on"]
    list_filter = [ActiveFilter, ("region__state", StateFilter)]
    list_select_related = ["region"]
    search_fields = ["organization", "region__city"]
    fieldsets = [
        (None, {"fields": ["organization", "website", "region"]}),
        (
            "How long",
            {
                "fields": ["started_on", "ended_on"],
                "description": "A partner without a last day serves the region: its city takes "
                "no applications. To end a partnership, give it its last day; the city is open "
                "again at once. Partners are ended, never deleted.",
            },
        ),
    ]

    def has_delete_permission(self, request, obj=None):
        return False
