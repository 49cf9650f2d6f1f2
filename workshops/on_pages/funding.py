"""What the pages of partners say of the funding that they find elsewhere."""

from datetime import timedelta

from django.urls import reverse

from applications.registry import Look, NextStep, Right, next_steps
from plp.core.days import in_words
from workshops.money.looking import waiting

ASK_AHEAD = timedelta(days=180)  # so long before its day, a target is a next step
LOOKING_BACK = timedelta(days=365)


@next_steps
def find_other_funding(look: Look) -> list[NextStep]:
    """Targets that come near or have passed, and are not met."""
    return [
        NextStep(
            target.partner,
            f"funding target {target.key}",
            _what(target),
            reverse("workshops:funding", args=[target.partner]),
            target.by,
            f"{target.percent}% of it should be certain by {in_words(target.by, weekday=False)}.",
            Right.MONEY,
            is_of_money=True,
        )
        for target in look.once(waiting).targets
        if not target.is_met
        and not target.waits_for_us
        and target.by - ASK_AHEAD <= look.on <= target.by + LOOKING_BACK
    ]


def _what(target):
    if target.need is None:
        return f"Say what {target.year} will cost you"
    return f"Find other funding for {target.year}"
