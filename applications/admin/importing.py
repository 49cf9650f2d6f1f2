"""Regions and their counties from CSV files: first a preview, then all or nothing.

Nothing is kept between the two pages: the files' text travels in the preview's form and is read
again, by the same rules as `manage.py load_program`.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect

from applications.loading import Plan, plan_counties, plan_regions
from applications.loading.places import COUNTY_COLUMNS, REGION_COLUMNS
from applications.models import Region
from plp.core import history
from plp.core.admin_helpers import step_page
from plp.core.admin_importing import AGAIN, log, mark, one_newline, preview, refuse_large
from plp.core.tables import MOST_NAMED, LoadError, decode

# Counties of a file replace all others, so some may go; regions stay.
PERMISSIONS = [
    "applications.add_region",
    "applications.change_region",
    "applications.add_county",
    "applications.change_county",
    "applications.delete_county",
]
LARGEST_FILE = 1_000_000  # bytes; the country's regions and counties take less than half of it

REGIONS, COUNTIES = "regions.csv", "region_counties.csv"


def may_import(user):
    return user.has_perms(PERMISSIONS)


class FilesForm(forms.Form):
    """The files, uploaded."""

    required_css_class = "required"

    regions = forms.FileField(
        label=REGIONS,
        required=False,
        help_text=f"Adds regions and changes those it names; others stay. Columns: "
        f"{', '.join(REGION_COLUMNS)}.",
    )
    counties = forms.FileField(
        label=COUNTIES,
        required=False,
        help_text=f"Replaces the counties of all regions. Columns: {', '.join(COUNTY_COLUMNS)}.",
    )

    def clean_regions(self):
        return refuse_large(self.cleaned_data["regions"], LARGEST_FILE)

    def clean_counties(self):
        return refuse_large(self.cleaned_data["counties"], LARGEST_FILE)

    def clean(self):
        if not self.errors and not any(self.cleaned_data.values()):
            raise forms.ValidationError("Choose regions.csv, region_counties.csv, or both.")

    def texts(self):
        """Return the files' texts, empty for one not sent; raises LoadError if one is not text."""
        named = {"regions": REGIONS, "counties": COUNTIES}
        texts, problems = {}, []
        for name, file in named.items():
            upload = self.cleaned_data[name]
            try:
                texts[name] = one_newline(decode(file, upload.read())) if upload else ""
            except LoadError as error:
                problems += error.problems
        if problems:
            raise LoadError(problems)
        return texts


class ConfirmForm(forms.Form):
    """The same files as text, and a mark of the preview that was confirmed."""

    regions = forms.CharField(required=False, strip=False)
    counties = forms.CharField(required=False, strip=False)
    seen = forms.CharField()

    def texts(self):
        names = ["regions", "counties"]
        return {name: one_newline(self.cleaned_data[name]) for name in names}


def plans_for(regions: str, counties: str) -> list[Plan]:
    """Plan what the files' texts would change; an empty text is no file.

    Raises LoadError naming every bad row.
    """
    plans = []
    if regions:
        plans.append(plan_regions(REGIONS, regions.encode()))
    if counties:
        new = plans[0].new if plans else ()
        plans.append(plan_counties(COUNTIES, counties.encode(), new_regions=new))
    return plans


def import_places(request, *, model_admin):
    """Take the files, show what they would change, and on confirming do just that."""
    if not may_import(request.user):
        raise PermissionDenied
    confirming = "seen" in request.POST
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = (ConfirmForm if confirming else FilesForm)(*sent)
    context = {"form": FilesForm() if confirming else form}
    if form.is_valid():
        try:
            texts = form.texts()
            if confirming and _import(request, texts, form.cleaned_data["seen"]):
                return redirect("admin:applications_region_changelist")
            return _preview_page(request, model_admin, texts)
        except LoadError as error:
            context = {
                "form": FilesForm(),
                "problems": error.problems[:MOST_NAMED],
                "more_problems": max(0, len(error.problems) - MOST_NAMED),
            }
    return _page(request, model_admin, "import", context)


@transaction.atomic
def _import(request, texts, seen):
    """Do what the preview said; return whether that was still to be done, and say so."""
    # Whoever imports locks all regions, so that of two at once the second plans after the first.
    list(Region.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    plans = plans_for(**texts)
    if seen != mark(plans):
        messages.warning(request, AGAIN)
        return False
    with history.because("Imported from files."):
        for plan in plans:
            plan.save()
            log(request.user, plan)
    done = "; ".join(str(plan) for plan in plans)
    messages.success(request, f"Imported. {done[0].upper()}{done[1:]}.")
    return True


def _preview_page(request, model_admin, texts):
    plans = plans_for(**texts)
    context = {
        "previews": [preview(plan) for plan in plans],
        "has_new_regions": any(plan.model is Region and plan.new for plan in plans),
        "nothing": all(plan.is_empty for plan in plans),
        "texts": texts,
        "seen": mark(plans),
    }
    return _page(request, model_admin, "import_preview", context)


def _page(request, model_admin, template, context):
    page = f"applications/region/{template}"
    title = "Import regions and counties"
    return step_page(request, model_admin, page, title, largest=LARGEST_FILE, **context)
