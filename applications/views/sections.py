"""A section of a draft: shown, saved as it was typed, its rows and files added and removed."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from applications import actions, facts
from applications.form import SECTIONS, Whole
from applications.form.rows import with_row, without_row
from applications.links import Purpose
from applications.models.attachment import MOST_FILES
from applications.models.questions import Section
from applications.obstacles import obstacle
from applications.views.drafts import draft_page, find, get_or_post
from applications.views.program import show
from plp.core import files, limits, uploads
from plp.core.pages import edition_of
from plp.core.texts import keepable
from plp.core.workflow import TransitionError


@draft_page(Purpose.EDIT)
@get_or_post
def section(request, draft, slug):
    """Show and save one section of a draft; what was typed is kept, valid or not."""
    if slug not in SECTIONS:
        raise Http404
    whole = Whole(draft, edition_of(request))
    if slug not in whole.opened:
        return redirect("applications:draft", draft.code)
    if request.method == "POST":
        return _save(request, whole, slug)
    return _page(request, whole, slug)


def _save(request, whole, slug):
    """Keep what was typed, then do what the pressed button says."""
    sent = {name: [keepable(text) for text in texts] for name, texts in request.POST.lists()}
    form = whole.form(slug, sent)
    button, _, which = sent.get("do", ["continue"])[-1].partition("-")
    typed, is_row = _with_rows(form, sent, button, which)
    seen = _number(sent.get("seen", [""])[-1])
    saved = actions.save_section(whole.draft, form, typed, seen=seen)
    code, here = whole.draft.code, _address(whole.draft, slug)
    if button in {"upload", "drop"} and form.takes_files:
        return _change_files(request, whole.draft, slug, button, which)
    if is_row:
        return redirect(f"{here}#{form.rows.prefix}-rows")
    if saved.replaced:
        return redirect(here)
    if button == "leave":
        return redirect("applications:draft", code)
    if form.is_complete():
        return redirect("applications:draft-section", code, whole.after(slug))
    return _page(request, _anew(request, code), slug, is_pressed=True)


def _with_rows(form, sent, button, which):
    """Return what was typed in the form's fields, with a row more or less if so asked."""
    typed = {name: sent[name] for name in form.names() if name in sent}
    if form.rows and button == "add":
        return with_row(typed, type(form.rows)), True
    if form.rows and button == "remove":
        return without_row(typed, type(form.rows), _number(which)), True
    return typed, False


def _number(text):
    """Return a number that our own pages have sent; nonsense is as good as 0."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _address(draft, slug):
    return reverse("applications:draft-section", args=[draft.code, slug])


def _anew(request, code):
    return Whole(find(code), edition_of(request))


def _change_files(request, draft, slug, button, which):
    """Take or drop a file; show the page with the reason where one is not taken."""
    if button == "drop":
        actions.remove_file(draft, _number(which))
    elif refused := _refusal(request, draft):
        return _page(request, _anew(request, draft.code), slug, refused=refused)
    return redirect(f"{_address(draft, slug)}#files")


def _refusal(request, draft):
    """Keep an uploaded file; return its name and why it was not kept, or nothing."""
    limits.spend(request, "upload", key=draft.code)
    upload = request.FILES.get("file")
    if name := uploads.too_large(request).get("file"):
        return files.clean_name(
            name
        ), "This file is larger than 10 MB. Make it smaller, or send a part of it."
    if upload is None:
        return "", "Choose a file first, then press Upload."
    try:
        actions.add_file(draft, upload)
    except (files.NotTaken, TransitionError) as error:
        return files.clean_name(upload.name), str(error)
    return None


def _page(request, whole, slug, *, is_pressed=False, refused=None):
    draft, form, edition = whole.draft, whole.forms[slug], edition_of(request)
    before = whole.before(slug)
    names_districts = form.rows and form.rows.prefix == "districts"
    context = {
        "draft": draft,
        "form": form,
        "steps": whole.steps(slug),
        "position": whole.opened.index(slug) + 1,
        "saved": whole.saved.get(slug),
        "replaced": whole.replaced(slug),
        "problems": form.problems(),
        "is_pressed": is_pressed,
        "before": Section(before) if before else None,
        "after": whole.after(slug),
        "obstacle": obstacle(draft, edition),
        "partner_districts": facts.partner_districts(edition).values() if names_districts else [],
        "refused": refused,
        "most_files": MOST_FILES,
        "files": draft.attachments.all() if form.takes_files else [],
    }
    return show(request, "applications/apply/section.html", context)


@draft_page(Purpose.EDIT, Purpose.SIGN)
@require_safe
def attachment(request, draft, pk):
    """Give back an uploaded file to who may read the draft."""
    found = get_object_or_404(draft.attachments, pk=pk)
    return files.as_attachment(found.file, found.name, found.kind)
