"""What the pages of partners and facilitators say of who leads workshops."""

from datetime import timedelta

from django.urls import reverse

from applications.models import Requirement
from applications.registry import Look, NextStep, Right, met_at, next_steps
from facilitators.registry import Part as OwnPart
from facilitators.registry import own_parts
from plp.core.days import in_words
from workshops import own_leading
from workshops.leading import led_by
from workshops.looking import workshops
from workshops.parts import Part, part_of_workshop

ASK_AHEAD = timedelta(days=60)  # so long before its first day, a workshop should have a lead
MOST = 5
HEADINGS = {"completed": "Who led", "cancelled": "Who was to lead"}

met_at("workshops:workshop-plan", Requirement.Kind.WORKSHOP_DAYS)
met_at("workshops:without-leader", Requirement.Kind.FACILITATED)


@part_of_workshop(20)
def who_leads(seen):
    """Who is on it and what speaks against it, in two queries."""
    may_manage = seen.may_manage and seen.workshop.is_going_on
    context = {"rows": led_by(seen.workshop), "may_manage": may_manage, "on": seen.on}
    heading = HEADINGS.get(seen.workshop.status, "Who leads")
    return Part(heading, "workshops/staffing/_part.html", context, "who-leads")


@next_steps
def find_somebody_to_lead(look: Look) -> list[NextStep]:
    """Workshops that come near and have nobody who was asked to lead them, or agreed."""
    return [
        NextStep(
            each.partner,
            f"leader {each.workshop.pk}",
            f"Find who leads {each.workshop}",
            reverse("workshops:who-leads", args=[each.partner, each.workshop.pk]),
            each.first_day,
            f"It begins on {in_words(each.first_day)}, and nobody is put down as its lead.",
            Right.MANAGE,
        )
        for each in look.once(workshops)
        if not each.leads and look.on <= each.first_day <= look.on + ASK_AHEAD
    ]


@own_parts
def own_workshops(facilitator, on):
    """What somebody is asked and what they lead next, in three queries."""
    found = own_leading.sorted_out(own_leading.rows(facilitator), on)
    context = {"asked": found["asked"], "leads": found["leads"][:MOST], "on": on}
    return [OwnPart("Workshops", "workshops/leading/_part.html", context)]
