"""Rendering a public page, of whatever app."""

from django.shortcuts import render
from django.urls import reverse

from applications import facts
from plp.core.pages import edition_of


def show(request, template, context=None):
    """Render a public page with what every one of them says; without a program, say that."""
    program = facts.program(edition_of(request))
    if program is None:
        return render(request, "applications/program_none.html")
    match = request.resolver_match
    more = {
        "program": program,
        "period": program.period,
        "canonical": reverse(match.view_name, kwargs=match.kwargs),
    } | (context or {})
    return render(request, template, more)
