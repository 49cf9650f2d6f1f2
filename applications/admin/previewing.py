"""Public pages as they would be: with an edit that is not saved, or of a program not shown yet.

All of it happens in a transaction that is rolled back once the page is rendered: the admin's own
form saves the edit, the program becomes the current one, and the public view reads that.
"""

import copy
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve, reverse

from applications.actions.program import lock_programs, swap_current
from applications.form import blank_forms
from applications.models import Pin, Program
from plp.core.days import in_words, pacific_today
from plp.core.pages import edition_of, preview_on

# The button's name; its value says which page, else the first of the record's own.
BUTTON = "_preview"

FORM = "form"
PAGES = {
    "home": "Home page",
    "program": "Program page",
    "funding": "What funding to expect",
    "apply": "How to apply",
    FORM: "Application form",
    "questions": "All questions",
    "faq": "FAQ",
    "terms": "Terms",
    "privacy": "Privacy",
    "city": "Map",
    "region": "Region page",
    "groups": "Teacher groups",
}
# Pages of one region.
OF_REGION = {"city", "region"}

# Where links stay within the preview of a whole program; all others lead to the public site.
WALKED = {*PAGES, "terms-version", "credits", "partner-list", "zip"} - {FORM, "city", "groups"}
LINK = re.compile(r'(?<= )(href|action)="(/[^"]*)"')


class Banner(NamedTuple):
    """What stands above a preview: that it is one, and the way to its other pages.

    `pages` are (value, title, address, is this one). An unsaved edit travels in `typed`, and its
    other pages are buttons that send it again to `action`.
    """

    heading: str
    text: str
    pages: list
    back: str = ""
    action: str = ""
    typed: list = ()


class Previews:
    """An admin whose form has a button that shows public pages with the edit, not saved."""

    can_preview = True
    shown_on = ["program"]
    shown_at = ""  # the anchor on the first of them

    def program_of(self, record):
        """Return the program whose pages show a record; of none, the current one's do."""
        year = getattr(record, "program_year", None)
        return getattr(record, "program", None) or (year and year.program)

    def region_of(self, record):
        """Return the region whose pages show a record, if any."""
        return getattr(record, "region", None)

    def shown_from(self, record):
        """Return the day from which a record is shown, if that is not today."""

    def anchor(self, record):
        return self.shown_at

    def own_preview(self, name):
        """Return what renders a preview that is no public page, (request, record), or nothing."""

    def before_preview(self, record):
        """Change what must hold before the pages show a record; it is rolled back, too."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        show = super().changeform_view
        if not _asked(request):
            return show(request, object_id, form_url, extra_context)
        with transaction.atomic():
            answer = show(request, object_id, form_url, extra_context)
            transaction.set_rollback(True)
        return answer

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= {"can_preview": self.can_preview, "preview_anchor": self.anchor(obj)}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_add(self, request, obj, *args, **kwargs):
        if _asked(request):
            return _preview_edit(self, request, obj)
        return super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request, obj):
        if _asked(request):
            return _preview_edit(self, request, obj)
        return super().response_change(request, obj)


def _asked(request):
    return request.method == "POST" and BUTTON in request.POST


def _preview_edit(model_admin, request, record):
    """Render the page asked for, now that the form has saved the record."""
    record = type(record)._base_manager.get(pk=record.pk)
    program, region = model_admin.program_of(record), model_admin.region_of(record)
    model_admin.before_preview(record)
    day = max(pacific_today(), model_admin.shown_from(record) or pacific_today())
    names = [name for name in model_admin.shown_on if region or name not in OF_REGION]
    asked = request.POST[BUTTON]
    name = asked if asked in names else names[0]
    text = "Close this tab to go on editing. Links on this page lead to the public site."
    if day > pacific_today():
        text = f"As it would be on {in_words(day)}. {text}"
    banner = Banner(
        "Preview: not saved, not public.",
        text,
        [(each, PAGES[each], "", each == name) for each in names],
        action=request.get_full_path(),
        typed=[(k, text) for k, texts in request.POST.lists() if k != BUTTON for text in texts],
    )
    if program is not None:
        _make_current(program)
    if name == FORM:
        return _form(_request(request, day, banner), program)
    if own := model_admin.own_preview(name):
        return own(_request(request, day, banner), record)
    return _page(_request(request, day, banner), _address(name, region))


def _address(name, region):
    if name == "region":
        return region.get_absolute_url()
    if name == "city":
        return f"{reverse('applications:program')}?region={region.slug}"
    return reverse(f"applications:{name}")


def preview_program(request, object_id, *, at="", model_admin):
    """Show a page of a program as it would be if the program were current."""
    program = get_object_or_404(Program, pk=object_id)
    if request.method != "GET" or not model_admin.has_view_permission(request, program):
        raise PermissionDenied
    banner = _banner_of(program, at)
    with transaction.atomic():
        _make_current(program)
        _publish_terms(program)
        shown = _request(request, pacific_today(), banner)
        answer = _form(shown, program) if at == FORM else _walk(shown, program, at)
        transaction.set_rollback(True)
    return answer


def _walk(request, program, at):
    """Render the public page at an address, its links leading to previews of other pages."""
    address = f"/{at}"
    if not _is_walked(address):
        raise Http404("This page has no preview.")
    query = request.GET.urlencode()
    answer = _page(request, f"{address}?{query}" if query else address)
    if location := answer.headers.get("Location"):
        answer.headers["Location"] = _staying(program, location)
        return answer
    html = answer.content.decode()
    answer.content = LINK.sub(lambda m: f'{m[1]}="{_staying(program, m[2])}"', html)
    return answer


def _staying(program, address):
    return _place(program, address[1:]) if _is_walked(urlsplit(address).path) else address


def _place(program, at):
    return reverse("admin:applications_program_preview", args=[program.pk]) + at


def _is_walked(path):
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return match.app_name == "applications" and match.url_name in WALKED


def _banner_of(program, at):
    addresses = {
        name: FORM if name == FORM else reverse(f"applications:{name}")[1:]
        for name in PAGES
        if name not in {*OF_REGION, "groups"}
    }
    return Banner(
        "Preview of what is public." if program.is_current else "Preview: not public.",
        f"{program} ({program.slug}), as saved. Links to other pages of the program stay in this "
        "preview; applying and signing in lead to the public site.",
        [(n, PAGES[n], _place(program, to), at == to) for n, to in addresses.items()],
        back=reverse("admin:applications_program_change", args=[program.pk]),
    )


def _make_current(program):
    """Let the public pages show a program; whoever calls rolls it back."""
    if program.is_current:
        return
    lock_programs()
    swap_current(program)


def _publish_terms(program):
    """Let the latest version hold where none is published yet."""
    today = pacific_today()
    if not program.terms.published(today).exists():
        latest = program.terms.values("pk")[:1]
        program.terms.filter(pk__in=list(latest.values_list("pk", flat=True))).update(
            published_on=today
        )


def _request(request, day, banner):
    """Return the request as one for a public page on a day, answered from nothing kept."""
    shown = copy.copy(request)
    shown.method = "GET"
    shown.edition = preview_on(day)
    shown.preview = banner
    return shown


def _page(request, address):
    parts = urlsplit(address)
    request.path = request.path_info = parts.path
    request.GET = QueryDict(parts.query)
    match = request.resolver_match = resolve(parts.path)
    return match.func(request, *match.args, **match.kwargs)


def _form(request, program):
    """The form as applicants of a program see it, nothing filled in."""
    forms = blank_forms(program, edition_of(request))
    context = {"program": program, "forms": forms}
    return render(request, "admin/applications/program/form_preview.html", context)


def first_pin_of(states, program):
    """Return a city of some states where a program seeks a partner, if any."""
    pins = Pin.objects.filter(program=program, region__state__in=states)
    return pins.select_related("region").first()
