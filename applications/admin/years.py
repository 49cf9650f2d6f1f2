"""School years, courses, and what a program runs in each year."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from applications.admin import moves
from applications.admin.base import Content, OfProgram, ProgramFilter
from applications.admin.previewing import first_pin_of
from applications.models import (
    Course,
    Program,
    ProgramEvent,
    ProgramYear,
    Requirement,
    SchoolYear,
)
from applications.models.program import STATE_NAMES, STATES
from plp.core import days
from plp.core.admin_helpers import TicksMany, check_boxes, counted, list_link
from plp.core.confirming import TakesSteps
from plp.core.editing import WatchedForm


@admin.register(ProgramYear)
class ProgramYearAdmin(TicksMany, OfProgram):
    heading = "Program"
    shown_at = "#commitments"
    list_display = ["__str__", "in_program", "manager_fte", "course_names"]
    list_filter = [("program", ProgramFilter)]
    list_select_related = ["program", "school_year"]
    readonly_fields = ["asks"]
    fieldsets = [
        (None, {"fields": ["program", "school_year", "number"]}),
        ("What it asks", {"fields": ["manager_fte", "courses", "asks"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("courses")

    @admin.display(description="courses")
    def course_names(self, year):
        return ", ".join(course.name for course in year.courses.all())

    @admin.display(description="requirements")
    def asks(self, year):
        if year.pk is None:
            return "Save the year first; then add its requirements."
        number = counted(year.requirements.count(), Requirement)
        return list_link(Requirement, number, program_year=year.pk)


class ProgramEventForm(WatchedForm):
    states = forms.MultipleChoiceField(
        label="Attending states",
        choices=STATES,
        required=False,
        widget=check_boxes(),
        help_text="A state attends one session a year: take it off the other one first.",
    )

    class Meta:
        model = ProgramEvent
        fields = [
            "program_year",
            "slug",
            "kind",
            "place",
            "first_day",
            "last_day",
            "about",
            "register_until",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            attending = self.instance.attending.values_list("state", flat=True)
            self.initial["states"] = list(attending)

    def clean(self):
        super().clean()
        states = self.cleaned_data.get("states")
        year, kind = self.cleaned_data.get("program_year"), self.cleaned_data.get("kind")
        if states and year:
            event = ProgramEvent(pk=self.instance.pk, kind=kind, program_year=year)
            for objection in event.objections(states):
                self.add_error("states", objection)

    def attend(self):
        """Make the event's states those that were ticked."""
        event, ticked = self.instance, set(self.cleaned_data["states"])
        event.attending.exclude(state__in=ticked).delete()
        for row in event.attending.filter(state__in=ticked):
            row.save()  # the event may have moved to another year, and its states with it
            ticked.discard(row.state)
        for state in ticked:
            event.attending.create(state=state)


@admin.register(ProgramEvent)
class ProgramEventAdmin(TakesSteps, Content):
    heading = "Program"
    shown_on = ["program", "region"]
    shown_at = "#commitments"
    form = ProgramEventForm
    list_display = ["name", "place", "when", "program_year", "in_program", "attending_states"]
    list_filter = ["kind", ("program_year__program", ProgramFilter)]
    list_select_related = ["program_year__program", "program_year__school_year"]
    search_fields = ["place", "slug"]
    readonly_fields = ["registered", "check_in"]
    steps = moves.OF_EVENTS
    fieldsets = [
        (None, {"fields": ["program_year", "kind", "slug"]}),
        ("Where and when", {"fields": ["place", "first_day", "last_day"]}),
        ("For who comes", {"fields": ["about", "register_until"]}),
        (
            "Who is registered",
            {
                "fields": ["registered", "check_in"],
                "description": "With the code, people say themselves that they are there, from a "
                "day before until a day after.",
            },
        ),
        (
            "Who comes",
            {
                "fields": ["states"],
                "description": "For a summer session: partners of these states come, with their "
                "teachers. A summit is for everyone, so tick none.",
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("attending")

    def region_of(self, event):
        """Return one that goes to this session, if a partner is sought there."""
        states = event.attending.values("state")
        pin = first_pin_of(states, event.program_year.program)
        return pin and pin.region

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.attend()

    def state_of(self, event):
        return "Has a code" if event.check_in_code else "No code yet"

    def version_of(self, event):
        return f"{event.pk}-{event.check_in_code}"

    @admin.display(description="registrations")
    def registered(self, event):
        if event.pk is None:
            return "Save the event first."
        query = {"event__id__exact": event.pk}
        address = reverse("admin:workshops_eventregistration_changelist", query=query)
        return format_html('<a href="{}">Who comes</a>', address)

    @admin.display(description="check-in code")
    def check_in(self, event):
        if event.pk is None or not event.check_in_code:
            return "None yet."
        address = settings.SITE_URL + reverse("workshops:check-in", args=[event.pk])
        return format_html("<strong>{}</strong> at {}", event.check_in_code, address)

    @admin.display(description="event", ordering="kind")
    def name(self, event):
        return event.get_kind_display()

    @admin.display(description="days", ordering="first_day")
    def when(self, event):
        return days.span(event.first_day, event.last_day)

    @admin.display(description="program", ordering="program_year__program__slug")
    def in_program(self, event):
        return event.program_year.program.slug

    @admin.display(description="attending states")
    def attending_states(self, event):
        return ", ".join(STATE_NAMES[row.state] for row in event.attending.all())


@admin.register(SchoolYear)
class SchoolYearAdmin(Content):
    heading = "Shared by all programs"
    shown_at = "#commitments"
    list_display = ["__str__", "first_day", "last_day"]
    fieldsets = [(None, {"fields": ["name", "first_day", "last_day"]})]

    def program_of(self, school_year):
        return Program.objects.filter(years__school_year=school_year).first()


@admin.register(Course)
class CourseAdmin(Content):
    heading = "Shared by all programs"
    shown_at = "#commitments"
    list_display = ["name", "code", "full_name", "grades"]
    search_fields = ["name", "code"]
    fieldsets = [(None, {"fields": ["name", "code", "full_name", "grades"]})]

    def program_of(self, course):
        return Program.objects.filter(years__courses=course).first()
