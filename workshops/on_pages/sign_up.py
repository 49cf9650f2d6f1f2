"""What a workshop's page in the portal says of how teachers sign up."""

from django.utils import timezone

from workshops import in_public, seats
from workshops.parts import Part, Seen, part_of_workshop


@part_of_workshop(29)
def sign_up(seen: Seen) -> Part | None:
    """Its public page, and how signing up stands; once it is over, nobody needs that any more."""
    workshop = seen.workshop
    stands = seats.stands(workshop, timezone.now())
    if stands in {seats.SignUp.CANCELLED, seats.SignUp.OVER}:
        return None
    context = {
        "stands": stands,
        "address": in_public.address(workshop),
        "last_day": seats.last_day(workshop),
    }
    return Part("Sign-up page", "workshops/sign_up/_part.html", context, "sign-up")
