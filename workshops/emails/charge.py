"""Whom teachers ask about a workshop."""

from django.conf import settings

from applications.models.partner import Right
from applications.registry import people_with
from workshops.models import Workshop


def in_charge(workshop: Workshop) -> str:
    """Return the address of a program manager, else the program's contact; asked once for all the
    mails of a step."""
    if not hasattr(workshop, "_in_charge"):
        managers = people_with(workshop.partner, Right.MANAGE)
        program = workshop.partner_year.program_year.program
        found = next((user.email for user in managers), program.contact_email)
        workshop._in_charge = found or settings.DEFAULT_FROM_EMAIL
    return workshop._in_charge
