"""What every page of a teacher's own has in common: their secret link opens it, nothing else."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plp.core.guard import typed
from workshops import own_links
from workshops.models import Enrollment, Teacher

NAMED = [
    "teacher",
    "workshop__course",
    "workshop__partner_year__partner__region",
    "workshop__partner_year__program_year__program",
    "workshop__partner_year__program_year__workshop_rules",
]


def _closed(request):
    """Answer alike whether a link is wrong or there is nothing: what was typed is shown again."""
    context = {"typed": typed(request.POST)}
    return render(request, "workshops/own/closed.html", context, status=404)


def _seat(pk):
    return Enrollment.objects.select_related(*NAMED).filter(pk=pk).first()


def _teacher(pk):
    return Teacher.objects.filter(pk=pk).first()


def _page(find, may_open):
    """Return what decorates a view of what is found by a key: (request, found, …) -> a page."""

    def decorate(view):
        @login_not_required
        @never_cache
        @wraps(view)
        def answer(request, pk, *args, **kwargs):
            found = find(pk)
            if found is None or not may_open(request, found):
                return _closed(request)
            return view(request, found, *args, **kwargs)

        return answer

    return decorate


page_of_seat = _page(_seat, own_links.may_open)
page_of_teacher = _page(_teacher, lambda http, teacher: own_links.of_teacher(teacher).is_open(http))


def _opening(find, link_of):
    """Return a view that opens a link and leads to the page `to`, which takes the key."""

    @login_not_required
    @never_cache
    @require_safe
    def open_link(request, pk, secret, to):
        found = find(pk)
        link = found and link_of(found)
        if not link or not link.opens(secret):
            return _closed(request)
        response = redirect(to, found.pk)
        link.remember(response, request)
        return response

    return open_link


open_seat = _opening(_seat, own_links.of_enrollment)
open_teacher = _opening(_teacher, own_links.of_teacher)
