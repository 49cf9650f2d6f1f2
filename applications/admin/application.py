"""Organizations that ask to become partners, and what they were offered."""

from django import forms
from django.contrib import admin

from applications.admin.base import NamesPrograms, ProgramFilter
from applications.models import Application, ApplicationStatusChange, Offer, Pin
from plp.core.admin_helpers import ReadOnly, ReadOnlyInline, StateFilter


class ApplicationForm(forms.ModelForm):
    class Meta:
        model = Application
        fields = ["organization", "contact_email", "pin"]
        labels = {"pin": "City"}

    def clean_pin(self):
        pin = self.cleaned_data["pin"]
        status = Pin.objects.with_status().get(pk=pin.pk).status
        if pin.pk != self.instance.pin_id and not status.takes_applications:
            raise forms.ValidationError(
                f"{pin}: {status.label.lower()}, so it takes no applications. Choose another city."
            )
        return pin


class StatusChangeInline(ReadOnlyInline):
    model = ApplicationStatusChange
    fields = ["at", "from_status", "to_status", "by", "note"]
    readonly_fields = fields
    verbose_name_plural = "what happened so far"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")

    @admin.display(description="from")
    def from_status(self, change):
        return Application.Status(change.old).label

    @admin.display(description="to")
    def to_status(self, change):
        return Application.Status(change.new).label


class OfferInline(ReadOnlyInline):
    model = Offer
    fields = ["region", "reply_by", "announced_at", "answer", "answered_at"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("region")


@admin.register(Application)
class ApplicationAdmin(NamesPrograms, admin.ModelAdmin):
    heading = "Applications and partners"
    form = ApplicationForm
    list_display = ["organization", "city", "status", "contact_email", "submitted_at"]
    list_filter = ["status", ("pin__program", ProgramFilter), ("pin__region__state", StateFilter)]
    list_select_related = ["pin__region"]
    search_fields = ["organization", "contact_email", "pin__region__city"]
    date_hierarchy = "submitted_at"
    readonly_fields = ["status", "submitted_at"]
    fieldsets = [
        (None, {"fields": ["status", "submitted_at"]}),
        (
            "Who applies for what",
            {
                "fields": ["organization", "contact_email", "pin"],
                "description": "You can enter an application for an organization that cannot "
                "use the form.",
            },
        ),
    ]
    inlines = [StatusChangeInline, OfferInline]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("pin__region")

    def get_actions(self, request):
        """Offer no deleting in bulk: most of what would be ticked must stay."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj)[0 if obj else 1 :]

    def get_inlines(self, request, obj):
        return super().get_inlines(request, obj) if obj else []

    def has_delete_permission(self, request, obj=None):
        decided_on = obj is not None and obj.status != Application.Status.SUBMITTED
        return not decided_on and super().has_delete_permission(request, obj)

    @admin.display(ordering="pin__region__city")
    def city(self, application):
        return application.pin


@admin.register(Offer)
class OfferAdmin(ReadOnly, admin.ModelAdmin):
    heading = "Applications and partners"
    list_display = ["organization", "region", "reply_by", "announced_at", "answer", "answered_at"]
    list_filter = ["answer"]
    list_select_related = ["application__pin__region", "region"]
    search_fields = ["application__organization", "region__city"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("application__pin__region", "region")

    @admin.display(ordering="application__organization")
    def organization(self, offer):
        return offer.application.organization
