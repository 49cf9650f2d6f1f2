"""Steps that staff take with one record or many, each through a page that shows what it will do.

The page rehearses the step: it takes it for real, notes what changed and which mails were written,
and rolls all of it back. So what it shows is what happens, and what cannot be done says why.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html

from plp.core import outbox
from plp.core.admin_helpers import step_page
from plp.core.keys import key_in
from plp.core.mail_html import linked
from plp.core.models import Message
from plp.core.workflow import TransitionError

MOST = 300  # records at a time: their numbers stand in the page's address
CHANGED = "Someone has changed this since you looked. Look again, then decide."


class NoQuestions(forms.Form):
    """The form of a step that asks nothing."""


def always(record: models.Model) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """What staff can do with a record, and how the page that asks for it reads."""

    slug: str
    label: str  # "Offer the partnership"
    done: str  # "Offered the partnership"
    consequence: str  # what else changes, in a sentence or two
    permission: str
    take: Callable  # take(record, by=user, **what the form says); raises TransitionError
    form: type[forms.Form] = NoQuestions
    fits: Callable[[models.Model], bool] = always  # whether it makes sense, at a glance
    why_not: str = ""  # what is said where it does not
    knows_records: bool = False  # its form is made with `records`: those it asks about
    known: Callable | None = None  # sentences on what to know of a record before
    known_as: str = "Still open"  # what stands above them
    is_single: bool = False  # taken from a record's own page alone
    stands: Callable | None = None  # what it changes of a record, in a few words; else its state

    def form_for(self, records, data=None, **more):
        """Return its form, for these records."""
        if self.knows_records:
            more["records"] = records
        return self.form(data, **more)


@dataclass
class Outcome:
    """What a step has done with a record, or would do."""

    record: models.Model
    before: str
    after: str = ""
    refused: str = ""
    mails: list[Message] = field(default_factory=list)


def known_before(step: Step, records: list) -> list[tuple]:
    """Return what to know of records that a step fits: of all of many, said once, then of each."""
    if step.known is None:
        return []
    known = [(record, list(step.known(record))) for record in records if step.fits(record)]
    if len(known) < 2:
        return [("", sentences) for _, sentences in known]
    of_all = [said for said in known[0][1] if all(said in of_one for _, of_one in known)]
    rest = [(record, [said for said in of_one if said not in of_all]) for record, of_one in known]
    return [("", of_all), *rest]


def take(step: Step, record, values: dict, *, by, state_of: Callable) -> Outcome:
    """Take a step with one record, or note why it cannot be taken; nothing is saved then."""
    state_of = step.stands or state_of
    outcome = Outcome(record, before=state_of(record))
    try:
        with outbox.collected() as mails, transaction.atomic():
            step.take(record, by=by, **values)
    except TransitionError as refusal:
        outcome.refused = str(refusal)
    else:
        outcome.after, outcome.mails = _after(record, state_of), mails
    return outcome


def _after(record, state_of):
    """Return how a record stands after a step, which may have deleted it."""
    try:
        record.refresh_from_db()
    except ObjectDoesNotExist:
        return "Gone"
    return state_of(record)


def rehearse(step: Step, records: Iterable, values: dict, *, by, state_of) -> list[Outcome]:
    """Return what a step would do with each record, one after the other; nothing is kept."""
    with transaction.atomic():
        outcomes = [take(step, record, values, by=by, state_of=state_of) for record in records]
        transaction.set_rollback(True)
    return outcomes


class TakesSteps:
    """A ModelAdmin whose records staff take `steps` with: from the list, or from their own page."""

    steps: list[Step] = []
    steps_order: list[str] = ["pk"]  # who is first of many: of two for one place, who gets it

    def state_of(self, record) -> str:
        """Return how a record stands, in a few words."""
        return record.get_status_display()

    def version_of(self, record) -> str:
        """Return what changes whenever somebody has taken a step with a record."""
        last = record.changes.last()
        return f"{record.pk}-{record.status}-{last.pk if last else 0}"

    def steps_for(self, request, record):
        """Return the steps a person may take, those that can be taken now first: each with its
        address, and why not now."""
        steps = [
            {
                "label": step.label,
                "address": self._address(step, [record.pk], **_came_from(request)),
                "why_not": "" if step.fits(record) else step.why_not,
            }
            for step in self._allowed(request)
        ]
        return sorted(steps, key=lambda step: step["why_not"] != "")

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["moves"] = self.steps_for(request, obj) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_actions(self, request):
        actions = super().get_actions(request)
        for step in self._allowed(request):
            if step.is_single:
                continue
            actions[step.slug] = (_asks(step), step.slug, f"{step.label}…")
        return actions

    def get_urls(self):
        view = self.admin_site.admin_view(self.step_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        return [path("step/<slug:slug>/", view, name=name), *super().get_urls()]

    def step_view(self, request, slug):
        """Ask what a step needs to know, show what it will do, then do it."""
        step = next((step for step in self.steps if step.slug == slug), None)
        if step is None:
            raise Http404("There is no such step.")
        if step not in self._allowed(request):
            raise PermissionDenied
        records = self._chosen(request)
        if step.is_single and len(records) > 1:
            raise Http404("One at a time.")
        asks = bool(step.form.base_fields)
        is_answered = request.method == "POST" or not asks
        form = step.form_for(records, request.POST if is_answered else None)
        is_shown = is_answered and "back" not in request.POST and form.is_valid()
        if is_shown and "do" in request.POST:
            return self._do(request, step, records, form.cleaned_data)
        again = partial(
            step.form_for, records, initial=_said_before(form, request.POST or request.GET)
        )
        context = {
            "original": records[0] if len(records) == 1 else None,
            "step": step,
            "asks": asks,
            "form": form if is_answered and "back" not in request.POST else again(),
            "records": [(record, self.state_of(record)) for record in records],
            "seen": " ".join(self.version_of(record) for record in records),
            "back": self._place(request, records),
            "known": known_before(step, records),
        }
        if is_shown:
            context |= self._rehearsed(request, step, records, form)
        return step_page(request, self, "confirm_step", step.label, **context)

    def _rehearsed(self, request, step, records, form):
        by = request.user
        outcomes = rehearse(step, records, form.cleaned_data, by=by, state_of=self.state_of)
        return {
            "said": [(form[name].label, _in_words(form[name])) for name in form.fields],
            "outcomes": outcomes,
            "possible": sum(not outcome.refused for outcome in outcomes),
            "mails": [
                (mail, linked(without_links(mail)))
                for outcome in outcomes
                for mail in outcome.mails
            ],
        }

    def _do(self, request, step, records, values):
        """Take the step with each record that still is as it was shown; say how it went."""
        seen = set(request.POST.get("seen", "").split())
        done = []
        for record in records:
            if self.version_of(record) not in seen:
                outcome = Outcome(record, before="", refused=CHANGED)
            else:
                outcome = self._take(request, step, record, values)
            if outcome.refused:
                link = format_html('<a href="{}">{}</a>', self._page(record), record)
                messages.error(request, format_html("{}: {}", link, outcome.refused))
            else:
                done.append(record)
        if done:
            which = done[0] if len(done) == 1 else f"{len(done)} {self.opts.verbose_name_plural}"
            messages.success(request, f"{step.done}: {which}.")
        return redirect(self._place(request, records))

    def _take(self, request, step, record, values):
        with transaction.atomic():
            outcome = take(step, record, values, by=request.user, state_of=self.state_of)
            if not outcome.refused:
                self.log_change(request, record, f"{step.done}.")
        return outcome

    def _allowed(self, request):
        return [step for step in self.steps if request.user.has_perm(step.permission)]

    def _chosen(self, request):
        keys = list(filter(None, map(key_in, request.GET.get("ids", "").split(","))))[:MOST]
        records = list(self.get_queryset(request).filter(pk__in=keys).order_by(*self.steps_order))
        if not records:
            raise Http404("Nothing is chosen.")
        return records

    def _address(self, step, keys, **more):
        meta = self.opts
        query = {"ids": ",".join(map(str, keys))} | more
        name = f"admin:{meta.app_label}_{meta.model_name}_step"
        return reverse(name, args=[step.slug], query=query)

    def _page(self, record, **query):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[record.pk], query=query)

    def _place(self, request, records):
        """Return where a person came from: the record's own page, or the list as it was."""
        is_there = len(records) == 1 and self.model.objects.filter(pk=records[0].pk).exists()
        if is_there and "filters" not in request.GET:
            return self._page(records[0], **_came_from(request))
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
        return f"{reverse(name)}?{request.GET.get('filters', '')}".rstrip("?")


def _came_from(request):
    """Return the filters of the list from which somebody came to a record's page, if any."""
    filters = request.GET.get("_changelist_filters")
    return {"_changelist_filters": filters} if filters else {}


def without_links(mail):
    """Return the text of a mail that is not written yet: its private link leads nowhere."""
    if not mail.secret:
        return mail.text
    return re.sub(rf"\S*{re.escape(mail.secret)}\S*", "[their private link]", mail.text)


def _asks(step):
    """Return the action of a list that leads to the step's page with what is ticked."""

    def action(model_admin, request, queryset):
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if len(keys) > MOST:
            messages.error(request, f"Choose at most {MOST} at a time.")
            return None
        filters = request.GET.urlencode() or "o="
        return HttpResponseRedirect(model_admin._address(step, keys, filters=filters))

    return action


def _said_before(form, data):
    """Return what was said in a form, to begin with it once more."""
    many = [name for name, f in form.fields.items() if _is_many(f) and name in data]
    return data.dict() | {name: data.getlist(name) for name in many}


def _is_many(form_field):
    return isinstance(form_field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)


def _in_words(bound):
    """Return what was said in a field as one reads it."""
    value = bound.form.cleaned_data[bound.name]
    if hasattr(bound.field, "in_words"):
        return bound.field.in_words(value)
    if _is_many(bound.field):
        labels = dict(bound.field.choices)
        return ", ".join(str(labels[key]) for key in value)
    return value
