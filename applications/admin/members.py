"""The people of a partner, below it: what they may do, and how far their onboarding is."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.functional import cached_property

from applications.actions.members import (
    LAST_MANAGER,
    before_removal,
    leaves_no_manager,
    set_share,
    tell_changed,
)
from applications.look import Look
from applications.models import Membership
from applications.onboarding import how_far, lists_of, undone
from plp.core import days
from plp.core.admin_helpers import Rows
from plp.core.editing import Watched, WatchedForm


class MemberForm(WatchedForm):
    """What a member may do, and the share of full time that they give in a year of the partner."""

    fte = forms.DecimalField(
        label="share of full time (FTE)",
        required=False,
        min_value=0,
        max_value=1,
        max_digits=3,
        decimal_places=2,
    )

    def __init__(self, *args, year, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["fte"]
        field.disabled = year is None
        if year:
            field.label = f"share of full time (FTE) in {year.program_year.school_year}"
        if self.instance.pk:
            self.initial["fte"] = self.instance.share_in(year)


class MemberFormSet(BaseInlineFormSet):
    """Members who are changed together: somebody who manages stays, and each is told.

    The partner's row is locked by then (`Watched`), so nobody else changes them meanwhile.
    """

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        managing = {form.instance.pk for form in self.initial_forms if self._will_manage(form)}
        others = {form.instance.pk for form in self.initial_forms} - managing
        if not managing and leaves_no_manager(self.instance, others):
            raise ValidationError(LAST_MANAGER)

    def _will_manage(self, form):
        stays = not self._should_delete_form(form)
        return stays and form.cleaned_data["may_manage"] and form.instance.user.is_active

    @cached_property
    def year(self):
        """The year of the partner whose shares of full time stand in the rows."""
        return Look([self.instance], days.pacific_today()).year_of(self.instance)

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"year": self.year}

    def save_existing(self, form, obj, commit=True):
        saved = super().save_existing(form, obj, commit)
        set_share(saved, self.year, form.cleaned_data["fte"])
        tell_changed(saved, by=None, year=self.year)
        return saved

    def delete_existing(self, obj, commit=True):
        before_removal(obj, by=None, on=days.pacific_today())
        super().delete_existing(obj, commit)


class MembershipInline(Watched, Rows):
    model = Membership
    form = MemberForm
    formset = MemberFormSet
    fields = ["user", "may_manage", "may_sign", "may_handle_money", "fte", "onboarding"]
    readonly_fields = ["user", "onboarding"]
    extra = 0
    verbose_name_plural = "members"
    lists = None
    look = None

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("user", "partner")
            .prefetch_related("shares")
        )

    def has_add_permission(self, request, obj=None):
        return False

    @admin.display(description="share of full time (FTE)")
    def fte(self, member):
        """Say it to those who may only look."""
        if self.look is None:
            self.look = Look([member.partner], days.pacific_today())
        share = member.share_in(self.look.year_of(member.partner))
        return "–" if share is None else share

    @admin.display(description="onboarding")
    def onboarding(self, member):
        """Say how far somebody is, and what is due next."""
        todos = self._lists(member.partner).get(member.pk)
        if not todos:
            return "Nothing to do" if member.may_manage else "–"
        said = [how_far(todos)]
        said += [f"next by {days.in_words(t.due, weekday=False)}" for t in undone(todos)[:1]]
        return ", ".join(said)

    def _lists(self, partner):
        """Read all lists of the partner at once; an inline is made for each request."""
        if self.lists is None:
            self.lists = lists_of(partner.memberships.all(), days.pacific_today())
        return self.lists
