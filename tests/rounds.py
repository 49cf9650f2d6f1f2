"""How often a test that hunts for rare accidents tries its luck, and what it takes for luck."""

import os

from django.core.cache import cache

from plp.core.workflow import TransitionError


def rounds(*, suite: int, soak: int) -> int:
    """Return how often: in the suite, and with SOAK=1, as `make soak` sets it."""
    return soak if os.environ.get("SOAK") == "1" else suite


def often():
    """Try again and again, each time as if nobody had reached a limit yet."""
    for number in range(rounds(suite=5, soak=200)):
        cache.clear()
        yield number


def told(step, *args, **options):
    """Return a step that returns its refusal instead of raising it."""

    def take():
        try:
            return step(*args, **options)
        except TransitionError as refusal:
            return refusal

    return take
