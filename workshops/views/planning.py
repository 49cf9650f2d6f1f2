"""Planning workshops: a year at once, one alone, one like another, and from a file."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from applications.registry import for_managers
from plp.core.days import pacific_today
from plp.core.texts import counted
from plp.core.workflow import TransitionError
from workshops import copying, series
from workshops.acting import OVER, READ_ONLY
from workshops.forms.planning import ChooseForm
from workshops.models import Workshop
from workshops.parts import way_to_plan
from workshops.planning import Desk
from workshops.proposing import Shape, propose

LIST = "workshops:workshops"
SLOTS = 3  # days that one workshop has on the page
NONE_KEPT = "Choose at least one that is to be planned."
LOOK_FIRST = (
    "Look at what speaks against some of these. Then change them, or plan them all the same."
)

way_to_plan("Plan a year of workshops", "workshops:workshop-plan", 10)
way_to_plan("Plan one workshop", "workshops:workshop-new", 20)
way_to_plan("Plan from a CSV file", "workshops:workshop-import", 30)
way_to_plan("Your wishes", "workshops:workshop-wishes", 40)


def managed(view):
    """Decorate a page that only who may manage fills in: (request, desk); others are led to the
    list of workshops, and told why."""

    @for_managers(LIST, read_only=READ_ONLY, over=OVER)
    @wraps(view)
    def answer(request, partner, **keys):
        return view(request, Desk(partner, pacific_today()), **keys)

    return answer


@managed
def plan(request, desk):
    """A year at once: what is proposed stands in the form, to be changed and planned."""
    if request.method == "POST":
        return planned(request, desk, "plan")
    if not desk.choices:
        return show(request, desk, "plan", None)
    form = ChooseForm(request.GET if "of" in request.GET else None, desk=desk)
    if form.is_bound and not form.is_valid():
        return show(request, desk, "plan", None, form=form)
    setting = desk.at(desk.choices[form.cleaned_data["of"]] if form.is_bound else _first(desk))
    asked = _asked(setting, form)
    said = {"of": setting.choice.key, "number": asked.number, "shape": asked.shape}
    context = {"form": ChooseForm(said, desk=desk), "asked": asked}
    return show(request, desk, "plan", _proposed(setting, asked), **context)


def _first(desk):
    return next(iter(desk.choices.values()))


def _asked(setting, form):
    said = form.cleaned_data if form.is_bound else {}
    shape = said.get("shape") or Shape.DAY
    return setting.asked(said.get("number") or setting.missing(shape), shape)


def _proposed(setting, asked):
    plans = propose(setting.known, asked, setting.keys)
    rows = [(each.days, {"lead": each.leads[0] if each.leads else ""}) for each in plans]
    return series.filled(setting, rows, slots=max(2, len(asked.shape.days))) if rows else None


@managed
def new(request, desk):
    """One alone, with the hours and the place that the partner wishes."""
    if request.method == "POST":
        return planned(request, desk, "new")
    if not desk.choices:
        return show(request, desk, "new", None)
    form = ChooseForm(request.GET if "of" in request.GET else None, desk=desk)
    is_known = form.is_bound and form.is_valid()
    setting = desk.at(desk.choices[form.cleaned_data["of"]] if is_known else _first(desk))
    wishes = setting.wishes
    hours = {"begins_0": wishes.begins, "ends_0": wishes.ends}
    found = series.filled(setting, [((), hours)], slots=SLOTS)
    return show(request, desk, "new", found, form=form)


@managed
def copy(request, desk, workshop_pk):
    """One like another, on the next day of the week on which nothing speaks against it."""
    if request.method == "POST":
        return planned(request, desk, "new")
    rows = Workshop.objects.of(desk.partner).select_related("course", "partner_year")
    workshop = get_object_or_404(rows.prefetch_related("sessions"), pk=workshop_pk)
    choice = desk.choices.get(f"{workshop.partner_year_id}-{workshop.course_id}")
    if choice is None:
        messages.error(request, "Its course is not one of that year any more. Plan a new one.")
        return redirect("workshops:workshop-new", desk.partner.pk)
    found = copying.copied(desk.at(choice), workshop)
    return show(request, desk, "new", found, copied=workshop)


@managed
def check(request, desk):
    """What speaks against the workshops as they stand on the page, while somebody types."""
    if request.method != "POST":
        return redirect("workshops:workshop-plan", desk.partner.pk)
    found = series.Series(desk.at(_choice(request, desk)), request.POST)
    return render(request, "workshops/planning/_checked.html", {"series": found})


def _choice(request, desk):
    try:
        return desk.choices[request.POST.get("of", "")]
    except KeyError:
        raise Http404("There is no such course of a year of this partner.") from None


def planned(request, desk, page):
    """Plan what was sent, once everything that speaks against it was seen; else show it again."""
    found = series.Series(desk.at(_choice(request, desk)), request.POST)
    if request.POST.get("do") != "plan":
        return show(request, desk, page, found)
    if before := found.planned_before():
        messages.info(request, "Planned already. Change each workshop on its own page.")
        return _to(desk, before)
    if not found.kept:
        return show(request, desk, page, found, problem=NONE_KEPT)
    if not found.is_ready:
        return show(request, desk, page, found)
    if not found.was_seen:
        return show(request, desk, page, found, problem=LOOK_FIRST)
    try:
        made = found.plan(by=request.user)
    except TransitionError as error:
        return show(request, desk, page, found, problem=error)
    named = str(made[0]) if len(made) == 1 else counted(len(made), "workshop")
    messages.success(request, f"Planned: {named}.")
    return _to(desk, made)


def _to(desk, made):
    """Lead to the workshop that was planned, or to all of them."""
    if len(made) == 1:
        return redirect("workshops:workshop", desk.partner.pk, made[0].pk)
    return redirect(LIST, desk.partner.pk)


def show(request, desk, page, found, **context):
    shared = {"signed_in": True, "partner": desk.partner, "series": found}
    return render(request, f"workshops/planning/{page}.html", shared | context)
