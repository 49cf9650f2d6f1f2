"""A teacher's own page of one workshop: whether they have a seat, and giving it back."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from workshops.views.own import page_of_seat


@page_of_seat
@require_safe
def seat(request, enrollment):
    """Say how a teacher's seat is, and when and where the workshop is."""
    context = {
        "enrollment": enrollment,
        "workshop": enrollment.workshop,
        "sessions": enrollment.workshop.sessions.all(),
    }
    return render(request, "workshops/own/seat.html", context)
