"""What the onboarding holds of people: which items they have done, and when."""

from collections.abc import Iterator

from applications.models import OnboardingDone
from plp.core import days
from plp.core.privacy import Fate, Row, StandIn, holds


def onboarding(email: str) -> Iterator[Row]:
    for done in OnboardingDone.objects.filter(user__email=email).select_related("item"):
        yield Row(
            done,
            done.item.title,
            {"Done": days.moment_in_words(done.at)},
            Fate.DELETED,
            "",
        )


def erase_onboarding(email: str, stand_in: StandIn) -> None:
    OnboardingDone.objects.filter(user__email=email).delete()


holds("Onboarding", find=onboarding, erase=erase_onboarding)
