"""A section of a draft: shown, saved as it was typed, its rows and files added and removed."""

from urllib.parse import urlencode

from django.core import signing
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
from applications.public import show
from applications.views.drafts import draft_page, get_or_post
from plp.core import files, limits, uploads
from plp.core.pages import edition_of
from plp.core.texts import keepable
from plp.core.workflow import TransitionError

SALT = "applications.views.sections"


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
    """Keep what was typed, then do what the pressed button says; always ends in a redirect."""
    sent = {name: [keepable(text) for text in texts] for name, texts in request.POST.lists()}
    here = reverse("applications:draft-section", args=[whole.draft.code, slug])
    if not sent:
        return redirect(here)  # not from a page of ours: it would empty every field
    form = whole.form(slug, whole.kept(slug, sent) | sent)
    button, _, which = sent.get("do", ["continue"])[-1].partition("-")
    typed, is_row = _with_rows(form, button, which)
    before = whole.saved.get(slug)
    saved = actions.save_section(whole.draft, form, typed, seen=_number(sent.get("seen", [""])[-1]))
    if form.takes_files and (refused := _change_files(request, whole.draft, button, which)):
        return redirect(f"{here}?{urlencode({'refused': signing.dumps(refused, salt=SALT)})}")
    if is_row or button in {"upload", "drop"}:
        return redirect(f"{here}#{'files' if not is_row else form.rows.prefix + '-rows'}")
    if saved.replaced:
        return redirect(here)
    if button == "leave":
        return redirect("applications:draft", whole.draft.code)
    is_news = form.warnings() and (before is None or saved.version != before.version)
    if form.is_complete() and not is_news:
        return redirect("applications:draft-section", whole.draft.code, whole.after(slug))
    return redirect(f"{here}?checked")


def _with_rows(form, button, which):
    """Return what was typed in the form's fields, with a row more or less if so asked."""
    typed = {name: form.data.getlist(name) for name in form.names() if name in form.data}
    if form.rows and button == "add":
        return with_row(typed, type(form.rows)), True
    if form.rows and button == "remove":
        return without_row(typed, type(form.rows), _number(which)), True
    return typed, False


def _number(text):
    """Return a number that our own pages have sent, or -1: nothing has that one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _change_files(request, draft, button, which):
    """Drop a file, or take one that was chosen, whatever button was pressed.

    Return its name and why it was not kept, or nothing.
    """
    if button == "drop":
        actions.remove_file(draft, _number(which))
        return None
    upload, too_large = request.FILES.get("file"), uploads.too_large(request)
    if not (button == "upload" or upload or too_large):
        return None
    limits.spend(request, "upload", key=draft.code)
    if "file" in too_large:
        name = files.clean_name(too_large["file"])
        return name, uploads.TOO_LARGE
    if upload is None:
        return "", "Choose a file first, then press Upload."
    try:
        actions.add_file(draft, upload)
    except actions.Closed:
        raise
    except (files.NotTaken, TransitionError) as error:
        return files.clean_name(upload.name), str(error)
    return None


def _refused(request):
    """Return the name of a file and why it was not kept, as the save before has said."""
    try:
        return signing.loads(request.GET.get("refused", ""), salt=SALT)
    except signing.BadSignature:
        return None


def _page(request, whole, slug):
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
        "warnings": form.warnings(),
        "is_pressed": "checked" in request.GET and form.is_bound,
        "before": Section(before) if before else None,
        "after": whole.after(slug),
        "obstacle": obstacle(draft, edition),
        "partner_districts": facts.partner_districts(edition).values() if names_districts else [],
        "refused": _refused(request) if form.takes_files else None,
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
