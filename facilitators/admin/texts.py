"""The texts of contracts, in versions: written, looked at, published, retired."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html

from facilitators import documents
from facilitators.actions import wording as actions
from facilitators.models import ContractTemplate
from facilitators.wording import REQUIRED, preview, problems
from plp.core.admin_helpers import NoBulkDelete
from plp.core.confirming import Step, TakesSteps
from plp.core.days import pacific_today
from plp.core.editing import Watched, WatchedForm
from plp.core.texts import in_a_row

CHANGE = "facilitators.change_contracttemplate"
NO_ADVICE = (
    "Partners and facilitators agree on their own terms: a text here is a draft for them and no "
    "legal advice. Have somebody who knows the law read it before you publish it. Once published "
    "it never changes; begin a new version instead."
)

STEPS = [
    Step(
        slug="publish",
        label="Publish",
        done="Published",
        consequence="Partners can choose it, in the place of its earlier versions. From now on "
        "nobody can change it.",
        permission=CHANGE,
        take=actions.publish_template,
        fits=lambda template: template.published_at is None,
        why_not="It is published already.",
    ),
    Step(
        slug="new-version",
        label="Begin a new version",
        done="Begun a new version",
        consequence="A draft with the same text and the next number stands in the list. This one "
        "stays as it is until you publish that.",
        permission=CHANGE,
        take=actions.new_version,
        fits=lambda template: template.published_at is not None,
        why_not="It is a draft: change it.",
        is_single=True,
    ),
    Step(
        slug="retire",
        label="Retire",
        done="Retired",
        consequence="Partners cannot choose it any more, and drafts made with it need another "
        "text. Contracts that are offered or signed stay as they are.",
        permission=CHANGE,
        take=actions.retire_template,
        fits=lambda template: not template.is_retired,
        why_not="It is retired already.",
    ),
    Step(
        slug="offer-again",
        label="Take back into use",
        done="Taken back into use",
        consequence="Partners can choose it again, where no later version is published.",
        permission=CHANGE,
        take=actions.offer_template_again,
        fits=lambda template: template.is_retired,
        why_not="It is in use.",
    ),
]


class TextForm(WatchedForm):
    """A text whose placeholders are checked."""

    def clean_name(self):
        """Refuse the name of another text: of one name, only a new version is begun."""
        name = self.cleaned_data["name"]
        same = ContractTemplate.objects.filter(name=name)
        if name != self.instance.name and same.exists():
            raise forms.ValidationError(
                "There is a text of this name already. Begin a new version of that one, or choose "
                "another name."
            )
        return name

    def clean_text(self):
        text = self.cleaned_data["text"]
        for problem in problems(text):
            self.add_error("text", problem)
        return text


@admin.register(ContractTemplate)
class ContractTemplateAdmin(TakesSteps, Watched, NoBulkDelete, admin.ModelAdmin):
    form = TextForm
    steps = STEPS
    when_empty = "No text of contracts yet. Without one, partners can only sign outside."
    list_display = ["name", "version", "state", "published_at"]
    list_filter = ["is_retired"]
    list_per_page = 50
    search_fields = ["name"]
    readonly_fields = ["version", "state", "published_at", "published_by", "example"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("published_by")

    def get_fieldsets(self, request, obj=None):
        known = ", ".join(f"{{{name}}} ({said})" for name, said in documents.PLACEHOLDERS.items())
        needed = in_a_row([*(f"{{{name}}}" for name in REQUIRED), "{pay} or {day_rate}"])
        about = f"{NO_ADVICE} Placeholders: {known}. It must say {needed}."
        kept = ["version", "state", "published_at", "published_by", "example"]
        sets = [(None, {"fields": ["name", "text", *kept[: 5 * bool(obj)]], "description": about})]
        return [*sets, *super().get_fieldsets(request, obj)[1:]] if obj else sets

    def get_fields(self, request, obj=None):
        return ["name", "text"]

    def has_change_permission(self, request, obj=None):
        return _is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return _is_draft(obj) and super().has_delete_permission(request, obj)

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview_view)
        own = path("<int:pk>/preview.pdf", view, name="facilitators_contracttemplate_preview")
        return [own, *super().get_urls()]

    def preview_view(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = get_object_or_404(ContractTemplate, pk=pk)
        content = preview(found, pacific_today())
        return HttpResponse(content, content_type="application/pdf")

    def state_of(self, template):
        if template.is_retired:
            return "Retired"
        return "Published" if template.published_at else "Draft"

    def version_of(self, template):
        return f"{template.pk}-{template.published_at}-{template.is_retired}".replace(" ", "_")

    @admin.display
    def state(self, template):
        return self.state_of(template)

    @admin.display
    def example(self, template):
        address = reverse("admin:facilitators_contracttemplate_preview", args=[template.pk])
        return format_html('<a href="{}">Preview as PDF, with example values</a>', address)


def _is_draft(template):
    return template is None or template.published_at is None
