"""A teacher's own page of all their workshops, by a mailed link; nobody signs in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.registry import show
from plp.core import calendars, limits
from plp.core.days import pacific_today
from plp.core.methods import get_or_post, taken
from plp.core.models import ErasureRequest
from workshops import entries, own_data
from workshops.actions import own as actions
from workshops.calendars import teacher_address
from workshops.emails import own as emails
from workshops.forms.own import LinkForm, TypedForm
from workshops.models import Enrollment, Teacher
from workshops.views.own import page_of_seat, page_of_teacher


@login_not_required
@never_cache
@get_or_post
def ask_for_link(request):
    """Mail the link to a teacher; answer alike for any address."""
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.is_trapped:
            email = form.cleaned_data["email"].lower()
            limits.spend(request, "link", key=f"my workshops {email}")
            for teacher in Teacher.objects.filter(email=email):
                emails.my_workshops(teacher)
        return redirect("workshops:mine-sent")
    return show(request, "workshops/mine/ask.html", {"form": form})


@login_not_required
@require_safe
def link_sent(request):
    return show(request, "workshops/mine/sent.html")


@page_of_teacher
@require_safe
def mine(request, teacher):
    """All workshops of a teacher, with what is left to do for each."""
    context = {
        "teacher": teacher,
        "feed": teacher_address(teacher),
        "mine": own_data.workshops_of(teacher, pacific_today()),
        "asked": ErasureRequest.objects.filter(email=teacher.email).first(),
    }
    return render(request, "workshops/mine/mine.html", context)


@page_of_teacher
@require_safe
def data(request, teacher):
    """All that is held of somebody as a teacher, as a file."""
    return JsonResponse(
        own_data.as_data(teacher),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": 'attachment; filename="my-workshops.json"'},
    )


@page_of_teacher
@get_or_post
def erase(request, teacher):
    """Ask staff to erase what is held of a teacher."""
    if request.method == "POST":
        limits.spend(request, "own", key=str(teacher.pk))
        actions.ask_to_be_erased(teacher)
        return redirect("workshops:mine", teacher.pk)
    asked = ErasureRequest.objects.filter(email=teacher.email).first()
    return render(request, "workshops/mine/erase.html", {"teacher": teacher, "asked": asked})


@page_of_seat
@require_safe
def calendar(request, enrollment):
    """The days of one workshop, as a file for a calendar."""
    headers = {"Content-Disposition": 'attachment; filename="workshop.ics"'}
    return HttpResponse(entries.file_of(enrollment), content_type=calendars.TYPE, headers=headers)


@page_of_seat
@get_or_post
def change(request, enrollment):
    """Let a teacher change what they typed for one workshop."""
    closed = actions.not_to_change(enrollment)
    # A row of its own: a form with errors must not change what the page says of the seat.
    form = TypedForm(request.POST or None, instance=Enrollment.objects.get(pk=enrollment.pk))
    if request.method == "POST":
        limits.spend(request, "own", key=str(enrollment.teacher_id))
        if form.is_valid() and taken(form, lambda: actions.change_typed(enrollment, **form.typed)):
            return redirect("workshops:seat", enrollment.pk)
    context = {
        "enrollment": enrollment,
        "workshop": enrollment.workshop,
        "form": form,
        "closed": closed,
    }
    return render(request, "workshops/mine/change.html", context)
