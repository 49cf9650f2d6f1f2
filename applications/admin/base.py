"""What the admin classes of this app share."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Max
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html

from applications.admin.previewing import Previews
from applications.models import Commitment, Pin, Program, ProgramYear, Question, Region, Round
from applications.models.reviews import stepped_aside
from plp.core.admin_helpers import SelectFilter
from plp.core.editing import Watched
from plp.core.keys import key_in

# What naming a record in a list of choices reads beside it.
NAMED_BY = {
    Commitment: ["program"],
    Pin: ["program", "region"],
    ProgramYear: ["program", "school_year"],
    Question: ["program"],
}


class ChoiceWithProgram(forms.ModelChoiceField):
    """A choice among records of several programs, each named with its own."""

    def label_from_instance(self, obj):
        return f"{obj} ({obj.program.slug})"


def named(program):
    """Return a program's name and its short name."""
    return f"{program} ({program.slug})"


class ChoiceOfProgram(forms.ModelChoiceField):
    """A choice among programs, each with its short name: a clone may be called as its original."""

    def label_from_instance(self, program):
        return named(program)


class NamesPrograms:
    """Names the program where a choice lists records of several."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        model = db_field.remote_field.model
        if model is Program:
            kwargs.setdefault("form_class", ChoiceOfProgram)
        if model in NAMED_BY:
            kwargs.setdefault("queryset", model.objects.select_related(*NAMED_BY[model]))
            kwargs.setdefault("form_class", ChoiceWithProgram)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ReadLate:
    """A filter whose choices are read when they are shown: a download or a dossier never does."""

    def field_choices(self, field, request, model_admin):
        return SimpleLazyObject(self.named_choices)

    def has_output(self):
        return True


class HidesWhatOneLeft:
    """An admin of what hangs on applications: whoever stepped aside from one finds nothing of it,
    also superusers. What is not there for them reads as what never was."""

    of_application = "pk"  # leads from a row to its application

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.exclude(stepped_aside(request.user, self.of_application))

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404


class ProgramFilter(ReadLate, admin.RelatedFieldListFilter):
    """By program, each with its short name: a clone may well be called as its original."""

    def named_choices(self):
        return [(program.pk, named(program)) for program in Program.objects.all()]


class RoundFilter(ReadLate, admin.RelatedFieldListFilter):
    """By application period, each with the short name of its program, the latest first."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty_value_display = "In none: entered while closed"

    def named_choices(self):
        rounds = Round.objects.select_related("program").order_by("-opens_on", "pk")
        return [(row.pk, f"{row} ({row.program.slug})") for row in rounds]


class RegionFilter(ReadLate, SelectFilter):
    """By region, in the order of its city's name."""

    def named_choices(self):
        return [(region.pk, str(region)) for region in Region.objects.order_by("city", "state")]


class Content(Watched, Previews, NamesPrograms, admin.ModelAdmin):
    """What pages show: seen before it is public, and never overwritten unseen."""

    def response_post_save_add(self, request, obj):
        self._lead_back(request, obj)
        return super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        self._lead_back(request, obj)
        return super().response_post_save_change(request, obj)

    def _lead_back(self, request, record):
        """Lead to the draft program that somebody is working through."""
        program = self.program_of(record)
        if program and not program.is_current and program != record:
            address = reverse("admin:applications_program_change", args=[program.pk])
            text = format_html('Back to <a href="{}">{}</a> and what is missing.', address, program)
            messages.info(request, text)


class OfProgram(Content):
    """Records that hang on a program: a new one starts in the program one was looking at."""

    def get_changeform_initial_data(self, request):
        """Fill in the program of the filtered list (else the current one) and the next position."""
        filters = QueryDict(request.GET.get("_changelist_filters", ""))
        chosen = request.GET.get("program") or filters.get("program__id__exact", "")
        programs = Program.objects.filter(pk=key_in(chosen))
        program = (programs or Program.objects.current()).first()
        initial = {"program": program and program.pk}
        for name in {"position", "version"} & {f.name for f in self.opts.fields}:
            last = self.model.objects.filter(program=program).aggregate(last=Max(name))["last"]
            initial[name] = (last or 0) + 1
        return initial | super().get_changeform_initial_data(request)

    @admin.display(description="program", ordering="program__slug")
    def in_program(self, record):
        return record.program.slug


class ProgramYearFilter(admin.SimpleListFilter):
    """By program year, each named in one query."""

    title = "program year"
    parameter_name = "program_year"

    def lookups(self, request, model_admin):
        years = ProgramYear.objects.select_related("school_year", "program")
        return [(year.pk, f"{year} ({year.program.slug})") for year in years]

    def queryset(self, request, queryset):
        if key_in(self.value()) is None:
            return queryset
        return queryset.filter(program_year=self.value())
