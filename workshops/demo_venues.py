"""Where the demo's workshops are, and what is prepared there. No place here is real."""

from datetime import date, timedelta

from workshops.models import (
    Blackout,
    ChecklistDone,
    ChecklistItem,
    PlanningWishes,
    Supply,
    VenueSheet,
    Workshop,
)

PLACE = "Pinwheel Library, upper room"
STREET = "7 Thimble Row, {city}, {state}"
AHEAD = 50  # days before a workshop, its place is described
DONE = 3  # items of the checklist that are done by then

SHEET = {
    "room": "The long one on the upper floor",
    "access": "By the door on Thimble Row; there is a lift behind the atlas shelves.",
    "parking": "In the yard, free on Saturdays.",
    "shipping": "Pinwheel Library, care of the reading room",
    "wifi": "pinwheel-guests",
    "contact_name": "Otto Featherweight",
    "contact_phone": "415-555-0100",
    "more": "The projector has opinions. Bring your own cable.",
}


def wish(partner, on: date) -> None:
    """Say how a partner likes its workshops, and when it wants none."""
    PlanningWishes.objects.create(
        partner=partner,
        venue=PLACE,
        address=_street(partner),
        provider_number="PL-0042",
        capacity=24,
    )
    first = on + timedelta(days=100)
    Blackout.objects.create(
        partner=partner, first_day=first, last_day=first + timedelta(days=4), note="State tests"
    )


def place(partner, is_virtual: bool) -> dict:
    if is_virtual:
        return {
            "mode": Workshop.Mode.VIRTUAL,
            "about": "A link to the meeting comes by mail.",
            "meeting_link": "https://meet.example.org/lanternfish",
        }
    return {
        "venue": PLACE,
        "address": _street(partner),
        "about": "Bring a laptop and its charger. We begin with coffee, and end with a plan.",
    }


def _street(partner):
    return STREET.format(city=partner.region.city, state=partner.region.state)


def prepare(workshop: Workshop, by, on: date) -> None:
    """Describe the place of a workshop that is near, and ask for what is to be sent there."""
    day = workshop.sessions.earliest("day").day
    if workshop.mode == Workshop.Mode.VIRTUAL or (day - on).days > AHEAD:
        return
    VenueSheet.objects.create(workshop=workshop, **SHEET)
    for item in ChecklistItem.objects.filter(is_active=True)[:DONE]:
        ChecklistDone.objects.create(workshop=workshop, item=item, by=by)
    Supply.objects.create(
        workshop=workshop, what="24 workbooks", needed_by=day - timedelta(days=1), by=by
    )
