"""The teacher groups of a partner: who attended is proposed, others are added by hand."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.actions.partnering import contact_of
from applications.models import Course, ProgramEvent
from applications.models.partner import Right
from applications.registry import acting_for
from plp.core import limits
from plp.core.keys import key_in
from plp.core.methods import get_or_post
from plp.core.texts import counted
from plp.core.workflow import TransitionError
from workshops.actions import grouping
from workshops.forms.events import GroupTeacherForm
from workshops.groups import groups_of
from workshops.models import CohortTeacher


def _page(request, name, partner, **context):
    context |= {"signed_in": True, "partner": partner, "contact": contact_of(partner)}
    return render(request, f"workshops/teachers/{name}.html", context)


@never_cache
@require_safe
def teachers(request, pk):
    """The groups of a partner by course and school year, and who is proposed for them."""
    partner = acting_for(request, pk)
    return _page(request, "list", partner, groups=groups_of(partner))


def posted(view):
    """Decorate a view that a manager posts to; it leads to the groups, and so does its address."""

    @never_cache
    @get_or_post
    @wraps(view)
    def answer(request, pk, **keys):
        partner = acting_for(request, pk, Right.MANAGE)
        if request.method == "POST":
            view(request, partner, **keys)
        return redirect("workshops:teachers", partner.pk)

    return answer


@posted
def take(request, partner, event, course):
    """Take the ticked ones of those who attended into the group."""
    session = get_object_or_404(
        ProgramEvent.objects.select_related("program_year__school_year"), pk=event
    )
    keys = [key_in(text) for text in request.POST.getlist("teacher")]
    try:
        taken, refused = grouping.take_attended(
            partner, session, get_object_or_404(Course, pk=course), keys
        )
    except TransitionError as refusal:
        taken, refused = [], [str(refusal)]
    for sentence in refused:
        messages.error(request, sentence)
    if taken:
        messages.success(request, f"Took {counted(len(taken), 'teacher')} into the group.")
    elif not refused:
        messages.error(request, "Nobody was ticked, so nobody was taken into the group.")


@never_cache
@get_or_post
def add(request, pk):
    """Let a manager take a teacher into a group by hand; the next can follow at once."""
    partner = acting_for(request, pk, Right.MANAGE)
    form = GroupTeacherForm(request.POST or None, partner=partner)
    if request.method == "POST":
        limits.spend(request, "teacher", key=str(partner.pk))
        if form.is_valid() and _added(request, partner, form):
            return redirect("workshops:teachers", partner.pk)
    return _page(request, "add", partner, form=form)


def _added(request, partner, form):
    """Take the teacher into the group; say why not beside their address."""
    where = {name: form.cleaned_data[name] for name in ["course", "school_year"]}
    try:
        row = grouping.add_teacher(partner, **where, **form.typed)
    except TransitionError as refusal:
        form.add_error("email", str(refusal))
        return False
    messages.success(request, f"Took {row.teacher} into the group.")
    return True


@posted
def remove(request, partner, row):
    """Take a teacher out of a group."""
    rows = CohortTeacher.objects.filter(cohort__partner=partner).select_related("teacher")
    found = get_object_or_404(rows, pk=row)
    name = str(found.teacher)
    grouping.remove_teacher(found)
    messages.success(request, f"Took {name} out of the group.")
