"""Starting an application, opening one by its link, and ending or renewing it."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from applications import actions, emails, facts, links
from applications.form import SECTIONS
from applications.form.entry import LinkForm, StartForm
from applications.links import Purpose
from applications.models import Draft, Pin
from applications.public import show
from plp.core import limits
from plp.core.guard import typed as typed_texts
from plp.core.methods import get_or_post
from plp.core.pages import edition_of

MOST_LINKS = 10  # of the latest, in as many mails


def draft_page(*purposes):
    """Decorate a view of one draft: it is shown to who has opened a link for one of the purposes.

    To everybody else, whatever they lack, the answer is the same: this link opens nothing. What
    they have just typed is shown to them, so that it is not lost.
    """

    def decorate(view):
        @login_not_required
        @never_cache
        @wraps(view)
        def answer(request, code, *args, **kwargs):
            draft = find(code)
            request.purposes = links.purposes(request, draft) if draft else set()
            if not request.purposes & set(purposes):
                return closed(request)
            try:
                return view(request, draft, *args, **kwargs)
            except actions.Closed as error:
                return closed(request, str(error))

        return answer

    return decorate


def find(code) -> Draft | None:
    related = ["program", "pin__region", "application"]
    return Draft.objects.filter(code=code).select_related(*related).first()


def closed(request, reason=""):
    """Say that a link opens nothing, or why nothing more is taken, and what one can do."""
    context = {"typed": typed_texts(request.POST), "reason": reason}
    response = show(request, "applications/apply/closed.html", context)
    response.status_code = 404
    return response


@login_not_required
@get_or_post
def start(request):
    """Ask for an e-mail address and perhaps a city; then there is a draft, and a link to it."""
    edition = edition_of(request)
    program = facts.program(edition)
    places = facts.places(edition)
    chosen = places.get(request.GET.get("region", ""))
    form = StartForm(
        request.POST or None,
        places=places,
        initial={"pin": chosen.region.slug if chosen and chosen.is_sought else ""},
    )
    if program and program.period.is_open and request.method == "POST" and form.is_valid():
        if form.is_trapped:
            return redirect("applications:link-sent")
        return _started(request, program, form.cleaned_data)
    return show(request, "applications/apply/start.html", {"form": form, "chosen": chosen})


def _started(request, program, cleaned):
    limits.spend(request, "draft", key=cleaned["email"])
    pin = (
        cleaned["pin"] and Pin.objects.filter(program=program, region__slug=cleaned["pin"]).first()
    )
    draft = actions.start_draft(program, email=cleaned["email"], pin=pin or None)
    return first_page(request, draft)


def first_page(request, draft):
    """Send someone to the first section of a draft that this browser may change from now on."""
    response = redirect("applications:draft-section", draft.code, next(iter(SECTIONS)))
    links.remember(response, request, draft, Purpose.EDIT)
    return response


@login_not_required
@get_or_post
def send_link(request):
    """Mail the links of everything that an address has begun or sent; answer alike for any."""
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.is_trapped:
            email = form.cleaned_data["email"].lower()
            limits.spend(request, "link", key=email)
            for draft in Draft.objects.of(email)[:MOST_LINKS]:
                emails.link_again(draft, email)
        return redirect("applications:link-sent")
    return show(request, "applications/apply/send_link.html", {"form": form})


@login_not_required
@require_safe
def link_sent(request):
    return show(request, "applications/apply/link_sent.html")


@login_not_required
@never_cache
@require_safe
def open_link(request, code, purpose, secret):
    """Open a link: from now on this browser may do what it is for, on the pages of this draft."""
    draft = find(code)
    if not (draft and purpose in set(Purpose) and links.opens(draft, Purpose(purpose), secret)):
        return closed(request)
    page = "draft-again" if purpose == Purpose.AGAIN else "draft"
    response = redirect(f"applications:{page}", draft.code)
    links.remember(response, request, draft, Purpose(purpose))
    return response


@draft_page(Purpose.EDIT)
@get_or_post
def discard(request, draft):
    """Delete a draft that has not been sent, with its files."""
    if draft.is_sent:
        return redirect("applications:draft", draft.code)
    if request.method == "POST":
        actions.discard_draft(draft)
        return redirect("applications:discarded")
    return show(request, "applications/apply/discard.html", {"draft": draft})


@login_not_required
@require_safe
def discarded(request):
    return show(request, "applications/apply/discarded.html")


@draft_page(Purpose.EDIT, Purpose.AGAIN)
@get_or_post
def again(request, draft):
    """Begin the next application from a sent one; its link is mailed, too."""
    program = facts.program(edition_of(request))
    if request.method == "POST" and draft.is_sent and program and program.period.is_open:
        limits.spend(request, "draft", key=draft.email)
        return first_page(request, actions.start_again(draft, program))
    return show(request, "applications/apply/again.html", {"draft": draft})


@draft_page(Purpose.EDIT)
@require_POST
def mail_link(request, draft):
    """Mail the link of a draft once more to whoever started it."""
    limits.spend(request, "link", key=draft.email)
    emails.link_again(draft, draft.email)
    return redirect("applications:link-sent")
