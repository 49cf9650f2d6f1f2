"""Who comes to the program's events: the list, attendance, and what staff must know of them."""

from django.contrib import admin
from django.utils import timezone

from applications.models import ProgramEvent
from plp.core.admin_exports import Exports
from plp.core.admin_helpers import SelectFilter
from plp.core.admin_private import PrivateExports, private_fieldsets
from plp.core.confirming import Step, TakesSteps
from plp.core.days import pacific_today
from plp.core.editing import Watched, WatchedForm
from workshops.actions import attending, registering
from workshops.models import EventRegistration, Said
from workshops.models.events import PRIVATE

MAY_CHANGE = "workshops.change_eventregistration"


def _attended(row, *, by):
    attending.attended(row, by=by, on=pacific_today())


def _did_not_attend(row, *, by):
    attending.did_not_attend(row, by=by, on=pacific_today())


STEPS = [
    Step(
        slug="attended",
        label="Attended",
        done="Noted as attended",
        consequence="It counts for what the partner promised, and its people read it.",
        permission=MAY_CHANGE,
        take=_attended,
        fits=lambda row: row.attended is not True,
        why_not="This is noted already.",
    ),
    Step(
        slug="did-not-attend",
        label="Did not attend",
        done="Noted as absent",
        consequence="It does not count for what the partner promised, and its people read it.",
        permission=MAY_CHANGE,
        take=_did_not_attend,
        fits=lambda row: row.attended is not False,
        why_not="This is noted already.",
    ),
    Step(
        slug="comes",
        label="Comes",
        done="Noted that they come",
        consequence="As if they had said so themselves; you can also after the last day.",
        permission=MAY_CHANGE,
        take=registering.comes,
        fits=lambda row: row.said != Said.COMES,
        why_not="They have said so.",
    ),
    Step(
        slug="does-not-come",
        label="Does not come",
        done="Noted that they do not come",
        consequence="As if they had said so themselves; you can also after the last day.",
        permission=MAY_CHANGE,
        take=registering.does_not_come,
        fits=lambda row: row.said != Said.NOT,
        why_not="They have said so.",
    ),
]


class KindFilter(admin.SimpleListFilter):
    title = "who"
    parameter_name = "who"

    def lookups(self, request, model_admin):
        return [("member", "Members"), ("teacher", "Teachers")]

    def queryset(self, request, queryset):
        if self.value() in {"member", "teacher"}:
            return queryset.filter(**{f"{self.value()}__isnull": False})
        return queryset


class SaidFilter(admin.SimpleListFilter):
    title = "comes"
    parameter_name = "said"

    def lookups(self, request, model_admin):
        return Said.choices

    def queryset(self, request, queryset):
        return queryset.that_said(self.value()) if self.value() in Said.values else queryset


class RegistrationForm(WatchedForm):
    """A registration that staff enter: for an event that the partner goes to."""

    def clean(self):
        cleaned = super().clean()
        event, partner = cleaned.get("event"), cleaned.get("partner")
        if event and partner and not registering.goes_to(partner, event):
            self.add_error("event", "The partner does not go there: set another session first.")
        if bool(cleaned.get("member")) == bool(cleaned.get("teacher")) and not self.instance.pk:
            self.add_error("teacher", "Choose a member or a teacher, one of them.")
        if event and cleaned.get("teacher") and event.kind == ProgramEvent.Kind.SUMMIT:
            self.add_error("teacher", "Teachers come to summer sessions only.")
        return cleaned


def email_of(row):
    return row.person.email


def who(row):
    return "Member" if row.member_id else "Teacher"


@admin.register(EventRegistration)
class EventRegistrationAdmin(PrivateExports, Exports, TakesSteps, Watched, admin.ModelAdmin):
    form = RegistrationForm
    when_empty = (
        "Nobody is registered yet. Members do it on their partner’s pages, and bring teachers."
    )
    list_display = ["person", "email", "kind", "at", "partner", "comes", "attended"]
    list_filter = [
        ("event", SelectFilter),
        ("partner", SelectFilter),
        KindFilter,
        SaidFilter,
        "attended",
    ]
    list_select_related = ["member", "teacher__district", "event", "partner"]
    list_per_page = 50
    search_fields = [
        "member__name",
        "member__email",
        "teacher__name",
        "teacher__email",
        "teacher__school",
        "partner__organization",
    ]
    search_help_text = "Name, e-mail, school, or organization"
    autocomplete_fields = ["partner", "member", "teacher"]
    steps = STEPS
    export_columns = [
        ("Event", lambda row: str(row.event)),
        ("Partner", lambda row: str(row.partner)),
        ("Who", who),
        ("Name", lambda row: str(row.person)),
        ("E-mail", email_of),
        ("School", "teacher__school"),
        ("District", "teacher__district_in_words"),
        ("Comes", "said__label"),
        ("Attended", "attended"),
    ]
    private_columns = [
        *export_columns[:5],
        *(
            (EventRegistration._meta.get_field(name).verbose_name.capitalize(), name)
            for name in PRIVATE
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_readonly_fields(self, request, obj=None):
        return ["event", "partner", "person", "comes", "attended"] if obj else []

    def get_fields(self, request, obj=None):
        named = ["person", "comes", "attended"] if obj else ["member", "teacher"]
        private = PRIVATE if self.reads_private(request) else []
        return ["event", "partner", *named, *private]

    def get_fieldsets(self, request, obj=None):
        return private_fieldsets(super().get_fieldsets(request, obj), PRIVATE)

    def save_model(self, request, obj, form, change):
        """Whom staff enter comes."""
        if not change:
            obj.registered_at = timezone.now()
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        return False

    def state_of(self, row):
        known = {True: ", attended", False: ", did not attend", None: ""}[row.attended]
        return f"{row.said.label}{known}"

    def version_of(self, row):
        return f"{row.pk}-{row.attended}-{row.registered_at}-{row.cancelled_at}".replace(" ", "_")

    @admin.display(description="name")
    def person(self, row):
        return str(row.person)

    @admin.display(description="e-mail")
    def email(self, row):
        return email_of(row)

    @admin.display(description="who")
    def kind(self, row):
        return who(row)

    @admin.display(description="event", ordering="event__first_day")
    def at(self, row):
        return f"{row.event.get_kind_display()}, {row.event.where}"

    @admin.display(description="comes")
    def comes(self, row):
        return row.said.label
