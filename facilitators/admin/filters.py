"""What narrows the list of facilitators."""

from django.contrib import admin
from django.db.models import Exists, OuterRef

from applications.models import Course, ZipCode
from applications.models.program import STATE_NAMES
from facilitators.accounts import Account, in_state
from facilitators.models import Accreditation, Facilitator
from plp.core.days import pacific_today
from plp.core.keys import key_in

UNKNOWN = "none"  # a home that no ZIP code tells


class AccreditedFilter(admin.SimpleListFilter):
    """By course that somebody may lead today."""

    title = "accreditation today"
    parameter_name = "accredited"

    def lookups(self, request, model_admin):
        courses = [(course.pk, course.name) for course in Course.objects.all()]
        return [*courses, ("none", "For no course")]

    def queryset(self, request, queryset):
        valid = Accreditation.objects.valid_on(pacific_today()).filter(facilitator=OuterRef("pk"))
        if self.value() == "none":
            return queryset.filter(~Exists(valid))
        key = key_in(self.value())
        return queryset.filter(Exists(valid.filter(course=key))) if key else queryset


class HomeStateFilter(admin.SimpleListFilter):
    """By the annotated `home_state`, offering only those in which somebody lives."""

    title = "home state"
    parameter_name = "home_state"
    template = "admin/select_filter.html"

    def __init__(self, request, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        mine = {self.parameter_name, "p"}
        sent = request.GET.lists()
        self.kept = [(key, value) for key, values in sent if key not in mine for value in values]
        self.lookup_kwarg = self.parameter_name

    def lookups(self, request, model_admin):
        homes = Facilitator.objects.exclude(home_zip="").values("home_zip")
        codes = ZipCode.objects.filter(code__in=homes).order_by("state").distinct()
        states = codes.values_list("state", flat=True)
        return [*((code, STATE_NAMES.get(code, code)) for code in states), (UNKNOWN, "Not known")]

    def has_output(self):
        return True

    @property
    def options(self):
        return [(code, label, code == self.value()) for code, label in self.lookup_choices]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(home_state=None if self.value() == UNKNOWN else self.value())


class AccountFilter(admin.SimpleListFilter):
    title = "account"
    parameter_name = "account"

    def lookups(self, request, model_admin):
        return Account.choices

    def queryset(self, request, queryset):
        known = self.value() in Account.values
        return in_state(queryset, self.value()) if known else queryset


class DoublesFilter(admin.SimpleListFilter):
    """Those of whom another is likely the same person."""

    title = "likely duplicates"
    parameter_name = "likeness"

    def lookups(self, request, model_admin):
        return [("yes", "Likely duplicates")]

    def queryset(self, request, queryset):
        return queryset.with_doubles() if self.value() == "yes" else queryset
