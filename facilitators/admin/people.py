"""The directory of facilitators."""

from django.contrib import admin, messages
from django.db.models import OuterRef, Prefetch, Subquery
from django.urls import path
from django.utils.html import format_html_join

from applications.models import County, ZipCode
from facilitators import actions
from facilitators.accounts import account_of, read_again, with_accounts
from facilitators.admin import below
from facilitators.admin.filters import (
    AccountFilter,
    AccreditedFilter,
    DoublesFilter,
    HomeStateFilter,
)
from facilitators.admin.importing import import_people, may_import
from facilitators.admin.person_form import FacilitatorForm, link_to
from facilitators.admin.person_steps import STEPS
from facilitators.models import Accreditation, Facilitator
from plp.core.admin_exports import Exports
from plp.core.admin_helpers import TicksMany
from plp.core.confirming import TakesSteps
from plp.core.days import pacific_today
from plp.core.editing import Watched


def _valid_today():
    valid = Accreditation.objects.valid_on(pacific_today()).select_related("course")
    return Prefetch("accreditations", valid.order_by("course"), to_attr="valid_today")


def _home():
    """Return the state of a home ZIP code and, where it lies in a region, its county."""
    known = ZipCode.objects.filter(code=OuterRef("home_zip"))
    county = County.objects.filter(fips=Subquery(_outer("county_fips")))
    return {
        "home_state": Subquery(known.values("state")),
        "home_county": Subquery(county.values("name")[:1]),
    }


def _outer(column):
    return ZipCode.objects.filter(code=OuterRef(OuterRef("home_zip"))).values(column)


def courses_today(person):
    return ", ".join(row.course.name for row in person.valid_today)


def home_of(person):
    """Return "97701, Deschutes County, OR", or as much as is known."""
    place = [person.home_zip, person.home_county, person.home_state]
    return ", ".join(filter(None, place))


class InParts:
    """The record in parts: who they may be, who they are, what they lead, how they are found."""

    def get_fieldsets(self, request, obj=None):
        person = ["name", "email", "phone", "extension", "home_zip", "travels_up_to"]
        leads = ["bio", "courses", *(["accredited"] if obj else [])]
        known = ["is_listed", *(["account"] if obj else [])]
        if obj is None or self.has_change_permission(request, obj):
            known += ["doubles_seen"]
        same = [("Likely the same person", {"fields": ["doubles"]})]
        return [
            *(same if obj and _doubles(obj) else []),
            (None, {"fields": person, "description": _what_follows(obj)}),
            ("What they lead", {"fields": leads}),
            ("How they are found", {"fields": known}),
        ]


@admin.register(Facilitator)
class FacilitatorAdmin(Exports, TakesSteps, TicksMany, Watched, InParts, admin.ModelAdmin):
    heading = "Facilitators"
    change_list_template = "admin/facilitators/facilitator/change_list.html"
    form = FacilitatorForm
    steps = STEPS
    steps_order = ["name", "pk"]
    when_empty = "No facilitator is known yet. Add one, import a list, or take up who is suggested."
    list_display = ["name", "email", "home", "accredited", "account", "is_listed"]
    list_filter = [
        AccreditedFilter,
        HomeStateFilter,
        AccountFilter,
        "is_listed",
        DoublesFilter,
    ]
    list_select_related = ["user"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["name", "name_key", "email", "home_zip__startswith"]
    search_help_text = "Name, e-mail, or the beginning of a home ZIP code"
    readonly_fields = ["account", "accredited", "doubles"]
    inlines = [
        below.AccreditationInline,
        below.ContractInline,
        below.UnavailabilityInline,
        below.InquiryInline,
        below.SuggestionInline,
    ]
    export_columns = [
        ("Name", "name"),
        ("E-mail", "email"),
        ("Phone", lambda person: str(person.phone)),
        ("Extension", "extension"),
        ("Home ZIP code", "home_zip"),
        ("Home county", "home_county"),
        ("Home state", "home_state"),
        ("Travels up to, in miles", "travels_up_to"),
        ("Accredited today", courses_today),
        ("Would like to lead", lambda person: ", ".join(c.name for c in person.courses.all())),
        ("Account", lambda person: account_of(person).label),
        ("Partners can find them", "is_listed"),
        ("About them", "bio"),
        ("Added (Pacific time)", "added_at"),
    ]
    export_prefetch = ["courses"]

    def get_queryset(self, request):
        people = super().get_queryset(request).select_related("user")
        people = with_accounts(people).annotate(**_home())
        return people.prefetch_related(_valid_today())

    def get_urls(self):
        view = self.admin_site.admin_view(import_people)
        own = path("import/", view, {"model_admin": self}, name="facilitators_facilitator_import")
        return [own, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        extra = {"may_import": may_import(request.user)}
        return super().changelist_view(request, extra | (extra_context or {}))

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def save_model(self, request, obj, form, change):
        """Let what hangs on the address follow it, and say what that was."""
        before = form.initial.get("email", "") if change else ""
        super().save_model(request, obj, form, change)
        if before:
            said = actions.address_changed(obj, before=before, by=request.user)
            if said:
                messages.warning(request, said)

    def has_delete_permission(self, request, obj=None):
        return False

    def state_of(self, person):
        """Return how they are now; a step may have changed it."""
        now = read_again(person)
        listed = "listed" if now.is_listed else "not listed"
        return f"{account_of(now).label}, {listed}"

    def version_of(self, person):
        now = read_again(person)
        until = now.invited_until.timestamp() if now.invited_until else 0
        parts = [now.pk, now.user_id, now.email, now.is_listed, until, now.invited_by_link]
        return "-".join(map(str, parts))

    @admin.display(description="home")
    def home(self, person):
        return home_of(person)

    @admin.display(description="accredited today", empty_value="–")
    def accredited(self, person):
        return courses_today(person) or None

    @admin.display(description="account")
    def account(self, person):
        label = account_of(person).label
        is_other = person.user_id and person.user.email != person.email
        return f"{label}, signs in with {person.user.email}" if is_other else label

    @admin.display(description="they may be")
    def doubles(self, person):
        rows = ((link_to(each), each.email) for each in _doubles(person))
        return format_html_join(", ", "{} ({})", rows)


def _doubles(person):
    """Return who is likely the same person, read once a record."""
    if not hasattr(person, "likely_doubles"):
        others = Facilitator.objects.like(person.name, person.email).exclude(pk=person.pk)
        person.likely_doubles = list(others[:20])
    return person.likely_doubles


def _what_follows(person):
    """Say beforehand what another e-mail address changes."""
    if person is None:
        return "Nobody is written to when you save. Invite them afterwards, on this page."
    if person.user_id:
        return (
            "With another e-mail address they still sign in with the one of their account, which "
            "only they can change. They are told at both addresses."
        )
    if person.invited_until is None:
        return ""
    return (
        "With another e-mail address their open invitation is taken back; unless it has expired, "
        "the new address is invited."
    )
