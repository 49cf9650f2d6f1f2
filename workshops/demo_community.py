"""Community events of the demo. No place or organization here is real."""

from datetime import date, timedelta

from applications.models import Partner
from applications.registry import demo_records
from workshops.actions import community as actions
from workshops.models import CommunityEvent
from workshops.suggesting import suggested

Kind = CommunityEvent.Kind

# Title, place, with whom, days from today, how many came (or none yet), listed in public.
MEETUPS = [
    ("First evening of the year", "Pinwheel Library, upper room", "", -75, 23, False),
    ("What we tried in October", "Elbow Lake College", "Elbow Lake College", -40, 31, False),
    ("Show and tell: first projects", "Marzipan High School", "", -6, None, False),
    ("Grading without tears", "Teacup Hall", "Saltshaker Software", 24, None, True),
    ("Spring meetup", "Thistledown Community Center", "", 110, None, True),
]
JOINED = "Copper Kettle Computing Teachers"


@demo_records
def load_demo(on: date) -> None:
    """Give each partner what it has done since it began, and what it plans."""
    for partner in Partner.objects.active().select_related("region").order_by("pk"):
        manager = partner.memberships.filter(may_manage=True).first()
        by = manager and manager.user
        for title, place, with_whom, away, came, is_public in MEETUPS:
            day = on + timedelta(days=away)
            if day >= partner.started_on:
                joined = JOINED if away == -40 else ""
                event = _plan(
                    partner, Kind.MEETUP, (day, day), title, place, is_public, with_whom, joined
                )
                if came:
                    actions.complete_event(
                        event, by=by, headcount=came, on=on, link="https://meetup.example/"
                    )
        week = suggested(Kind.HOUR_OF_CODE, on)
        _plan(
            partner,
            Kind.HOUR_OF_CODE,
            week,
            "An hour in every school",
            "Schools of the region",
            True,
        )
        fair = suggested(Kind.FAIR, on)
        off = _plan(partner, Kind.FAIR, fair, "Fair of first games", "Half-Built Arena", False)
        if by:
            actions.cancel_event(off, by=by, reason="The arena is not built yet.")


def _plan(partner, kind, when, title, place, is_public, with_whom="", joined=""):
    first, last = when
    return actions.plan_event(
        CommunityEvent(
            partner=partner,
            kind=kind,
            title=title,
            first_day=first,
            last_day=last,
            place=place,
            with_whom=with_whom,
            joined=joined,
            is_public=is_public,
        )
    )
