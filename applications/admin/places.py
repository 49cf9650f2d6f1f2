"""Where partners are sought and found."""

from django.contrib import admin
from django.db.models import Count, Subquery
from django.urls import path
from django.utils.html import format_html

from applications.admin import comparing, moves
from applications.admin.base import Content, OfProgram, ProgramFilter, RegionFilter
from applications.admin.importing import import_places, may_import
from applications.models import County, District, Interest, Partner, Pin, Program, Region, ZipCode
from applications.models.places import PinStatus
from plp.core.admin_exports import Exports
from plp.core.admin_helpers import QueueFilter, ReadOnly, StateFilter, counted, list_link
from plp.core.confirming import TakesSteps
from plp.core.editing import Watched
from plp.core.templatetags.plp import icon


class PinStatusFilter(admin.SimpleListFilter):
    title = "status"
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return PinStatus.choices

    def queryset(self, request, queryset):
        return queryset.filter(status_value=self.value()) if self.value() else queryset


@admin.register(Pin)
class PinAdmin(OfProgram):
    heading = "Places"
    shown_on = ["city", "region"]
    shown_at = "#region"
    list_display = ["__str__", "status", "population_served", "in_program", "note"]
    list_filter = [PinStatusFilter, ("program", ProgramFilter), ("region__state", StateFilter)]
    list_select_related = ["region", "program"]
    search_fields = ["region__city", "region__name"]
    readonly_fields = ["status", "applicants"]
    fieldsets = [
        (
            None,
            {
                "fields": ["program", "region", "note", "status", "applicants"],
                "description": "Adding a city puts a pin on the map of this program. Its status "
                "follows from partners, offers and applications; nobody sets it.",
            },
        )
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_status()

    def get_urls(self):
        view = self.admin_site.admin_view(comparing.compare)
        return [
            path("<int:pk>/compare/", view, {"model_admin": self}, name="applications_pin_compare"),
            *super().get_urls(),
        ]

    @admin.display(description="who applies")
    def applicants(self, pin):
        return comparing.link(pin)

    @admin.display(ordering="status_value")
    def status(self, pin):
        if pin.pk is None:
            return None
        return format_html(
            '<span class="status s-{}">{} {}</span>', pin.status, icon(pin.status), pin.status.label
        )

    @admin.display(description="people served", ordering="region__population_served")
    def population_served(self, pin):
        return f"{pin.region.population_served:,}"


@admin.register(Region)
class RegionAdmin(TakesSteps, Content):
    heading = "Places"
    steps = moves.OF_REGIONS
    shown_on = ["region", "city"]
    list_display = ["__str__", "name", "people", "county_count", "sought_by", "partner"]
    list_filter = [QueueFilter, ("state", StateFilter)]
    search_fields = ["city", "name", "slug"]
    readonly_fields = ["its_counties", "applicants"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "its_counties", "applicants"]}),
        (
            "City",
            {
                "fields": ["city", "state", "latitude", "longitude", "zone"],
                "description": "The pin on the map stands at this point.",
            },
        ),
        (
            "People",
            {
                "fields": [
                    "population_served",
                    "population_within_80km",
                    "population_as_of",
                    "population_source",
                ],
                "description": "Census numbers, typed in or imported: nothing here counts them. "
                "Change all four together.",
            },
        ),
        (
            "Whom to ask",
            {
                "fields": ["contact_name", "contact_email"],
                "description": "Visitors see both on the region’s card.",
            },
        ),
    ]

    def program_of(self, region):
        return Program.objects.filter(pins__region=region).first()

    def region_of(self, region):
        return region

    def get_queryset(self, request):
        serving = Partner.objects.serving("pk")
        return (
            super()
            .get_queryset(request)
            .annotate(
                counties_number=Count("counties", distinct=True),
                pins_number=Count("pins", distinct=True),
                partner_name=Subquery(serving.values("organization")),
            )
        )

    def state_of(self, region):
        return "Served or offered" if region.is_spoken_for() else "Free"

    def version_of(self, region):
        return f"{region.pk}-{region.is_spoken_for():d}"

    def get_urls(self):
        view = self.admin_site.admin_view(import_places)
        own = path("import/", view, {"model_admin": self}, name="applications_region_import")
        return [own, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        extra = {"may_import": may_import(request.user)}
        return super().changelist_view(request, extra | (extra_context or {}))

    @admin.display(description="people served", ordering="population_served")
    def people(self, region):
        return f"{region.population_served:,}"

    @admin.display(description="counties", ordering="counties_number")
    def county_count(self, region):
        return region.counties_number

    @admin.display(description="programs seeking a partner", ordering="pins_number")
    def sought_by(self, region):
        return region.pins_number

    @admin.display(ordering="partner_name")
    def partner(self, region):
        return region.partner_name

    @admin.display(description="who applies")
    def applicants(self, region):
        return comparing.link(region.pk and region.pins.first())

    @admin.display(description="counties")
    def its_counties(self, region):
        if region.pk is None:
            return "Save the region first; then add its counties."
        number = counted(region.counties_number, County)
        return list_link(County, number, region__id__exact=region.pk)


@admin.register(County)
class CountyAdmin(Content):
    heading = "Places"
    shown_on = ["region"]
    list_display = ["name", "state", "fips", "region", "assigned_by"]
    list_filter = [("region", RegionFilter), ("state", StateFilter)]
    list_select_related = ["region"]
    search_fields = ["name", "fips"]
    fields = ["fips", "name", "state", "region", "assigned_by"]


@admin.register(District)
class DistrictAdmin(Watched, admin.ModelAdmin):
    heading = "Places"
    list_display = ["name", "state", "region", "partner_since"]
    list_filter = [("state", StateFilter)]
    list_select_related = ["region"]
    search_fields = ["name"]
    fields = ["name", "state", "region", "partner_since"]


@admin.register(ZipCode)
class ZipCodeAdmin(ReadOnly, admin.ModelAdmin):
    heading = "Places"
    list_display = ["code", "state", "county_fips", "zone"]
    list_filter = [("state", StateFilter)]
    search_fields = ["code__startswith", "county_fips__startswith"]
    show_full_result_count = False


@admin.register(Interest)
class InterestAdmin(Exports, admin.ModelAdmin):
    heading = "Places"
    when_empty = (
        "Nobody has asked yet to hear when their area opens. They do so from the ZIP code finder."
    )
    list_display = ["organization", "email", "zip", "county", "region", "created_at"]
    list_filter = [("region", RegionFilter), ("region__state", StateFilter), "created_at"]
    list_select_related = ["region"]
    search_fields = ["organization", "email", "zip", "county", "region__city"]
    search_help_text = "Organization, e-mail, ZIP code, county, or city"
    export_columns = [
        ("Organization", "organization"),
        ("E-mail", "email"),
        ("ZIP code", "zip"),
        ("County", "county"),
        ("City of the region", "region__city"),
        ("State of the region", "region__state"),
        ("Asked (Pacific time)", "created_at"),
    ]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
