"""How often a test that hunts for rare accidents tries its luck."""

import os


def rounds(*, suite: int, soak: int) -> int:
    """Return how often: in the suite, and with SOAK=1, as `make soak` sets it."""
    return soak if os.environ.get("SOAK") == "1" else suite
