"""Progress calls as staff propose, prepare and complete them."""

from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.utils import timezone

from applications.actions import calling
from applications.admin.base import RegionFilter
from applications.admin.moves import Asks, Words
from applications.admin.talking import refuse_past_moment
from applications.models import CallAction, PartnerYear, ProgressCall, ProgressCallStatusChange
from plp.core import zones
from plp.core.admin_exports import Exports
from plp.core.admin_helpers import MovesInline, QueueFilter, Rows
from plp.core.confirming import Step, TakesSteps
from plp.core.days import pacific_today
from plp.core.editing import Watched, WatchedForm
from plp.core.keys import key_in
from plp.core.models import User
from plp.core.zones import MomentField

Status = ProgressCall.Status
CHANGE = "applications.change_progresscall"


class OtherForm(Asks):
    at = MomentField(label="Day and time", validators=[refuse_past_moment])

    def __init__(self, *args, records, **kwargs):
        super().__init__(*args, **kwargs)
        field, call = self.fields["at"], records[0]
        field.zone = call.zone
        region, there = call.partner_year.partner.region, zones.in_words(timezone.now(), call.zone)
        field.help_text = f"As clocks show it in {region}. There it is now {there}."


class OffForm(Asks):
    why = Words(label="Why", help_text="The partner reads it word for word.")


def _propose_other(call, *, by, at):
    calling.propose_other(call, by=by, is_staff=True, at=at)


def _agree(call, *, by):
    calling.agree(call, by=by, is_staff=True)


def _complete(call, *, by):
    calling.complete_call(call, by=by, now=timezone.now())


def _call_off(call, *, by, why):
    calling.call_off_call(call, by=by, is_staff=True, why=why)


STEPS = [
    Step(
        slug="agree",
        label="Agree to the time",
        done="Agreed to the time",
        consequence="The call is planned, and counts as planned. The partner's program managers "
        "are written to.",
        permission=CHANGE,
        take=_agree,
        fits=lambda call: call.status == Status.PROPOSED and call.is_staffs_turn,
        why_not="No time that the partner proposed waits for your answer.",
    ),
    Step(
        slug="complete",
        label="Completed",
        done="Noted as completed",
        consequence="It counts as done. Nobody is written to; it can be undone.",
        permission=CHANGE,
        take=_complete,
        fits=lambda call: call.status == Status.AGREED and call.has_begun(timezone.now()),
        why_not="It was not agreed on, or has not begun.",
    ),
    Step(
        slug="other",
        label="Propose another time",
        done="Proposed another time",
        consequence="It is not planned until the partner agrees. Its program managers are written "
        "to.",
        permission=CHANGE,
        take=_propose_other,
        form=OtherForm,
        fits=lambda call: call.is_open,
        why_not="It is completed or called off.",
        knows_records=True,
        is_single=True,
    ),
    Step(
        slug="call-off",
        label="Call it off",
        done="Called it off",
        consequence="It counts no more. The partner's program managers are written to.",
        permission=CHANGE,
        take=_call_off,
        form=OffForm,
        fits=lambda call: call.is_open,
        why_not="It is completed or called off.",
    ),
    Step(
        slug="undo-complete",
        label="Undo completed",
        done="Took back that it was completed",
        consequence="It is agreed on as before, and counts as planned. Nobody is written to.",
        permission=CHANGE,
        take=calling.undo_complete,
        fits=lambda call: call.status == Status.COMPLETED,
        why_not="It is not completed.",
    ),
]


class CallForm(WatchedForm):
    """A new call asks for its time, read by the clocks of the partner's region."""

    at = MomentField(
        label="Day and time",
        validators=[refuse_past_moment],
        help_text="As clocks show it in the partner's region, whatever your own zone is.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["at"]  # another time is proposed with a step
        else:
            key = self.data.get("partner_year") or self.initial.get("partner_year")
            years = PartnerYear.objects.filter(pk=key_in(key))
            zone = years.values_list("partner__region__zone", flat=True).first()
            self.fields["at"].zone = ZoneInfo(zone) if zone else self.fields["at"].zone

    def clean_partner_year(self):
        year = self.cleaned_data["partner_year"]
        if year.partner.ended_on:
            raise forms.ValidationError("The partnership has ended.")
        return year


class ActionForm(WatchedForm):
    is_done = forms.BooleanField(label="done", required=False)

    class Meta:
        model = CallAction
        fields = ["what", "side", "owner", "due_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["is_done"] = bool(self.instance.done_at)


class ActionInline(Watched, Rows):
    model = CallAction
    form = ActionForm
    fields = ["what", "side", "owner", "due_on", "is_done"]
    extra = 1
    verbose_name_plural = "actions"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("owner")

    def get_formset(self, request, obj=None, **kwargs):
        """Offer as owners the partner's own people and staff, read once for all rows."""
        formset = super().get_formset(request, obj, **kwargs)
        owner = formset.form.base_fields.get("owner")
        if owner and obj:
            theirs = Q(memberships__partner=obj.partner_year.partner_id)
            people = User.objects.filter(theirs | Q(is_staff=True, is_active=True)).distinct()
            owner.queryset = people.order_by("name", "email")
            owner.choices = [
                ("", "Nobody in particular"),
                *((p.pk, str(p)) for p in owner.queryset),
            ]
        return formset


class CallChangeInline(MovesInline):
    model = ProgressCallStatusChange


@admin.register(ProgressCall)
class ProgressCallAdmin(Exports, TakesSteps, Watched, admin.ModelAdmin):
    heading = "Applications and partners"
    form = CallForm
    when_empty = "No progress call was proposed yet."
    steps = STEPS
    list_display = ["partner", "when", "status", "whose_turn", "minutes"]
    list_filter = [QueueFilter, "status", ("partner_year__partner__region", RegionFilter)]
    list_per_page = 50
    search_fields = ["partner_year__partner__organization"]
    search_help_text = "Organization"
    date_hierarchy = "at"
    autocomplete_fields = ["partner_year"]
    export_columns = [
        ("Partner", "partner_year__partner"),
        ("School year", "partner_year__program_year__school_year"),
        ("Time (Pacific time)", "at"),
        ("Time in the region", "when"),
        ("Minutes", "minutes"),
        ("Status", "get_status_display"),
        ("How to take part", "how"),
        ("Agenda", "agenda"),
        ("Notes", "notes"),
    ]
    readonly_fields = ["partner_year", "status", "when", "whose_turn"]
    fieldsets = [
        (None, {"fields": ["partner_year", "when", "status", "whose_turn", "how", "minutes"]}),
        (
            "What is talked about",
            {
                "fields": ["agenda", "notes"],
                "description": "The partner reads both, and its program managers edit them, too.",
            },
        ),
    ]
    inlines = [ActionInline, CallChangeInline]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*calling.READ)

    def get_fieldsets(self, request, obj=None):
        if obj:
            return super().get_fieldsets(request, obj)
        about = (
            "The agenda is filled in from the records: what moved since the last completed call, "
            "what is overdue or not scheduled, and open actions. The partner's program managers "
            "are written to."
        )
        asked = ["partner_year", "at", "minutes", "how"]
        return [(None, {"fields": asked, "description": about})]

    def get_readonly_fields(self, request, obj=None):
        return super().get_readonly_fields(request, obj) if obj else []

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            made = calling.propose_call(obj, by=request.user, is_staff=True, on=pacific_today())
            obj.pk = made.pk

    def save_formset(self, request, form, formset, change):
        for row in formset.forms:
            if formset.model is CallAction and row.cleaned_data:
                calling.mark(row.instance, by=request.user, is_done=row.cleaned_data["is_done"])
        super().save_formset(request, form, formset, change)

    @admin.display(ordering="partner_year__partner__organization")
    def partner(self, call):
        return call.partner_year.partner

    @admin.display(ordering="at", description="time in the region")
    def when(self, call):
        return call.when

    @admin.display(description="who answers")
    def whose_turn(self, call):
        if call.status != Status.PROPOSED:
            return "–"
        return "You" if call.is_staffs_turn else "The partner"
