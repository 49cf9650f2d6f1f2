"""Teachers and their groups, as staff keep them."""

from django.contrib import admin
from django.db.models import Count
from django.urls import path

from plp.core.admin_exports import Exports
from plp.core.admin_helpers import ReadOnlyInline, Rows, SelectFilter, StateFilter
from plp.core.editing import Watched
from workshops.admin import districts
from workshops.models import Cohort, CohortTeacher, EventRegistration, Teacher


class RegistrationInline(ReadOnlyInline):
    model = EventRegistration
    fields = ["event", "partner", "comes", "attended"]
    readonly_fields = fields
    verbose_name_plural = "at events"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("event", "partner", "teacher", "member")

    @admin.display(description="comes")
    def comes(self, row):
        return row.said.label


class GroupInline(ReadOnlyInline):
    model = CohortTeacher
    fields = ["cohort", "since"]
    readonly_fields = fields
    verbose_name_plural = "in groups"

    def get_queryset(self, request):
        related = ["cohort__course", "cohort__school_year", "cohort__partner", "teacher"]
        return super().get_queryset(request).select_related(*related)


@admin.register(Teacher)
class TeacherAdmin(Exports, Watched, admin.ModelAdmin):
    when_empty = "No teacher is known yet. Partners bring them to summer sessions."
    list_display = ["name", "email", "school", "in_district", "state"]
    list_filter = [("state", StateFilter)]
    list_select_related = ["district"]
    list_per_page = 50
    search_fields = ["name", "email", "school", "district__name", "district_name"]
    search_help_text = "Name, e-mail, school, or district"
    autocomplete_fields = ["district"]
    fields = ["name", "email", "school", "district", "district_name", "state"]
    inlines = [GroupInline, RegistrationInline]
    export_columns = [
        ("Name", "name"),
        ("E-mail", "email"),
        ("School", "school"),
        ("District", "district_in_words"),
        ("State", "state"),
        ("Known since (Pacific time)", "added_at"),
    ]

    def has_delete_permission(self, request, obj=None):
        return False

    def own_pages(self, request):
        return districts.own_pages(request)

    def get_urls(self):
        view = self.admin_site.admin_view(districts.typed)
        own = path("districts/", view, {"model_admin": self}, name="workshops_teacher_districts")
        return [own, *super().get_urls()]

    @admin.display(description="district", ordering="district__name")
    def in_district(self, teacher):
        return teacher.district_in_words


class TeacherInline(Watched, Rows):
    model = CohortTeacher
    fields = ["teacher"]
    autocomplete_fields = ["teacher"]
    extra = 0
    verbose_name_plural = "teachers"

    def get_queryset(self, request):
        related = ["teacher", "cohort__course", "cohort__school_year", "cohort__partner"]
        return super().get_queryset(request).select_related(*related)


@admin.register(Cohort)
class CohortAdmin(Watched, admin.ModelAdmin):
    list_display = ["partner", "course", "school_year", "teachers"]
    list_filter = ["course", "school_year", ("partner", SelectFilter)]
    list_select_related = ["partner", "course", "school_year"]
    list_per_page = 50
    search_fields = ["partner__organization", "members__teacher__name", "members__teacher__email"]
    search_help_text = "Organization, or a teacher’s name or e-mail"
    autocomplete_fields = ["partner"]
    fields = ["partner", "course", "school_year"]
    inlines = [TeacherInline]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related(*self.list_select_related)
        return rows.annotate(number=Count("members", distinct=True))

    def get_readonly_fields(self, request, obj=None):
        return self.fields if obj else []

    @admin.display(ordering="number")
    def teachers(self, cohort):
        return cohort.number
