"""On which pages of a partner its requirements are met; each app says it for its own kinds."""

from typing import NamedTuple


class Way(NamedTuple):
    """Where a kind of requirement is met: an address of a partner, or of one requirement."""

    url_name: str
    is_of_requirement: bool = False


WAYS: dict[str, Way] = {}


def met_at(url_name: str, *kinds: str, of_requirement=False) -> None:
    """Say on which page people meet requirements of some kinds; it takes the partner's key."""
    WAYS.update(dict.fromkeys(kinds, Way(url_name, of_requirement)))
