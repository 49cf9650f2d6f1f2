"""The page on which decisions that are ready are read once more, mail by mail, and announced."""

from time import monotonic

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Count, When
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html

from applications import actions
from applications.actions.announcing import MAILS
from applications.admin.moves import DECIDE
from applications.models import Announcement, Application, Decision
from applications.models.reviews import stepped_aside
from plp.core.admin_helpers import step_page
from plp.core.confirming import MOST, Step, rehearse, take, without_links
from plp.core.days import pacific_today
from plp.core.keys import key_in
from plp.core.mail_html import linked
from plp.core.mails import KINDS
from plp.core.models import MailText
from plp.core.outbox import text_of
from plp.core.workflow import TransitionError

ON_A_PAGE = 25
OFFERS_FIRST = Case(*[When(kind=kind, then=n) for n, kind in enumerate(Decision.Kind)])
LONGEST = 20  # seconds for one request; what is left stays ready, and is announced by the next


def _announce_alone(decision, *, by):
    announcement = Announcement.objects.create(by=by)
    actions.announce(decision, by=by, announcement=announcement, on=pacific_today())


REHEARSED = Step("announce", "Announce", "Announced", "", DECIDE, _announce_alone)


def page(model_admin, request):
    """Show what is ready, in the order of its regions, and announce what is chosen."""
    _refuse_unless_allowed(request)
    ready = model_admin.get_queryset(request).ready()
    ready = ready.order_by("region__state", "region__city", OFFERS_FIRST, "pk")
    if request.method == "POST":
        return _announce(model_admin, request, ready)
    shown = Paginator(ready, ON_A_PAGE).get_page(request.GET.get("p"))
    outcomes = rehearse(REHEARSED, shown, {}, by=request.user, state_of=_state_of)
    context = {
        "page": shown,
        "rows": [_row(outcome) for outcome in outcomes],
        "counts": _counts(ready),
        "others": _others(request.user, ready),
        "last": max(ready.values_list("pk", flat=True), default=0),
    }
    return step_page(request, model_admin, "applications/decision/announce", "Announce", **context)


def _refuse_unless_allowed(request):
    user = request.user
    if not (user.has_perm(DECIDE) and user.has_perm("applications.add_announcement")):
        raise PermissionDenied


def _state_of(decision):
    return decision.application.get_status_display()


def _row(outcome):
    decision = outcome.record
    return {
        "decision": decision,
        "refused": outcome.refused,
        "mails": [
            (mail, linked(without_links(mail)), mail.what in decision.mails)
            for mail in outcome.mails
        ],
    }


def _counts(ready):
    """Return [(label, number)] of each kind of decision that is ready."""
    numbers = dict(ready.order_by().values_list("kind").annotate(n=Count("pk")))
    return [(kind.label, numbers[kind]) for kind in Decision.Kind if kind in numbers]


def _others(user, ready):
    """Return who else has applied for a region that is offered here and has no decision yet, and
    where to decide on all of them in one step."""
    regions = ready.offers().order_by().values("region")
    rows = (
        Application.objects.could_be_offered()
        .filter(pin__region__in=regions)
        .exclude(pk__in=Decision.objects.ready().values("application"))
        .exclude(stepped_aside(user))
    )
    keys = list(rows.order_by("submitted_at", "pk").values_list("pk", flat=True)[:MOST])
    query = {"ids": ",".join(map(str, keys)), "kind": Decision.Kind.WAITLIST.value}
    address = reverse("admin:applications_application_step", args=["make-ready"], query=query)
    return {"number": len(keys), "address": address}


def _announce(model_admin, request, ready):
    """Announce what was chosen, each in a transaction of its own; say what was not, and why."""
    chosen = _chosen(request, ready)
    if not chosen:
        messages.error(request, "Nothing was chosen. Tick what you want to announce.")
        return redirect("admin:applications_decision_announce")
    announcement = Announcement.objects.create(by=request.user)
    until = monotonic() + LONGEST
    for decision in chosen:
        if monotonic() > until:
            messages.warning(request, "That took long. The rest is still ready: announce it next.")
            break
        _announce_one(model_admin, request, decision, announcement)
    if not announcement.decisions.exists():
        announcement.delete()
        return redirect("admin:applications_decision_announce")
    return redirect("admin:applications_announcement_change", announcement.pk)


def _chosen(request, ready):
    """Return the decisions that were ticked, or all that the page has counted."""
    if "all" in request.POST:
        return list(ready.filter(pk__lte=key_in(request.POST.get("last", "")) or 0))
    keys = [key for key in map(key_in, request.POST.getlist("chosen")) if key]
    return list(ready.filter(pk__in=keys))


def _announce_one(model_admin, request, decision, announcement):
    def announce(decision, *, by):
        actions.announce(decision, by=by, announcement=announcement, on=pacific_today())

    step = Step("announce", "Announce", "Announced", "", DECIDE, announce)
    outcome = take(step, decision, {}, by=request.user, state_of=_state_of)
    if outcome.refused:
        address = reverse("admin:applications_application_change", args=[decision.application_id])
        link = format_html('<a href="{}">{}</a>', address, decision.application)
        messages.error(request, format_html("{} stays ready: {}", link, outcome.refused))
    else:
        said = f"Announced: {decision.get_kind_display()}."
        model_admin.log_change(request, decision.application, said)


# Other words in one mail


class WordingForm(forms.ModelForm):
    """The words of one mail, with the placeholders that its kind has."""

    class Meta:
        model = MailText
        fields = ["subject", "body"]
        widgets = {"subject": forms.TextInput(attrs={"class": "vTextField"})}


def reword(model_admin, request, pk, what):
    """Word a mail of one decision otherwise; the texts of all others stay as they are."""
    _refuse_unless_allowed(request)
    decision = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    if what not in MAILS[decision.kind] or not decision.is_ready:
        raise Http404("This decision has no such mail to word.")
    kind = KINDS[what]
    subject, body = decision.mails.get(what) or (text_of(kind).subject, text_of(kind).body)
    form = WordingForm(
        request.POST or None,
        instance=MailText(what=what),
        initial={"subject": subject, "body": body},
    )
    if request.method == "POST" and ("back" in request.POST or form.is_valid()):
        return _reworded(request, decision, what, form)
    context = {"original": decision, "form": form, "kind": kind, "changed": what in decision.mails}
    title = f"Word this mail otherwise: {kind.name}"
    return step_page(request, model_admin, "applications/decision/reword", title, **context)


def _reworded(request, decision, what, form):
    mails = {**decision.mails}
    if "back" in request.POST:
        mails.pop(what, None)
    else:
        mails[what] = [form.instance.subject, form.instance.body]
    try:
        actions.reword(decision, mails, by=request.user)
    except TransitionError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The mail to {decision.application.organization} is changed.")
    return redirect("admin:applications_decision_announce")
