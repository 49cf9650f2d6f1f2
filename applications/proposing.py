"""Who could review what: a proposal that spreads the load evenly. It knows no database."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Asked:
    """An application that wants reviews."""

    key: int
    has: frozenset[int] = frozenset()  # reviewers who are assigned or have begun
    aside: frozenset[int] = frozenset()  # reviewers who stepped aside
    domains: frozenset[str] = frozenset()  # of the organizations it names


@dataclass(frozen=True)
class Reviewer:
    """Somebody who reviews."""

    key: int
    domain: str = ""  # of their own organization; "" where it names none
    load: int = 0  # reviews that they are to do already


@dataclass
class Proposal:
    """Pairs of application and reviewer, and what stands in the way of more."""

    pairs: dict[int, set[int]] = field(default_factory=dict)  # {application: reviewers}
    lacking: dict[int, int] = field(default_factory=dict)  # {application: how many are missing}
    loads: Counter[int] = field(default_factory=Counter)  # {reviewer: all they are to do then}


def may_review(reviewer: Reviewer, asked: Asked) -> bool:
    """Whether nothing speaks against somebody: neither their own word nor their organization."""
    is_of_it = reviewer.domain != "" and reviewer.domain in asked.domains
    return not (reviewer.key in asked.aside or is_of_it)


def propose(applications: Iterable[Asked], reviewers: Iterable[Reviewer], each: int) -> Proposal:
    """Return reviewers for each application until it has `each`, the loads as even as can be.

    The same question has the same answer. Nobody is proposed twice for an application, nor where
    they stepped aside or belong to an organization that it names.
    """
    reviewers = sorted(reviewers, key=lambda reviewer: reviewer.key)
    could = {
        asked.key: {r.key for r in reviewers if may_review(r, asked) and r.key not in asked.has}
        for asked in applications
    }
    made = Proposal(loads=Counter({reviewer.key: reviewer.load for reviewer in reviewers}))
    for asked in sorted(applications, key=lambda asked: (len(could[asked.key]), asked.key)):
        _choose(made, asked, could[asked.key], max(0, each - len(asked.has)))
    _even_out(made, could)
    return made


def _choose(made, asked, could, wanted):
    """Take those who have least to do."""
    least = sorted(could, key=lambda key: (made.loads[key], key))[:wanted]
    made.pairs[asked.key] = set(least)
    made.loads.update(least)
    if len(least) < wanted:
        made.lacking[asked.key] = wanted - len(least)


def _even_out(made, could):
    """Hand reviews on, from one to the next, as long as that brings two loads closer."""
    while path := _way_down(made, could):
        for (giver, taker), application in path:
            made.pairs[application].remove(giver)
            made.pairs[application].add(taker)
        made.loads[path[0][0][0]] -= 1
        made.loads[path[-1][0][1]] += 1


def _way_down(made, could):
    """Return how a review gets from somebody to somebody with at least two fewer, or nothing."""
    for giver in sorted(made.loads, key=lambda key: (-made.loads[key], key)):
        came = {giver: None}
        queue = deque([giver])
        while queue:
            here = queue.popleft()
            if made.loads[here] <= made.loads[giver] - 2:
                return _steps(came, here)
            for there, application in _takers(made, could, here):
                if there not in came:
                    came[there] = (here, application)
                    queue.append(there)
    return None


def _takers(made, could, giver):
    """Yield who could take over one of somebody's reviews, and which."""
    for application in sorted(made.pairs):
        if giver in made.pairs[application]:
            for taker in sorted(could[application] - made.pairs[application]):
                yield taker, application


def _steps(came, end):
    """Return the path that led to somebody as [((giver, taker), application)], in order."""
    path = []
    while came[end]:
        giver, application = came[end]
        path.append(((giver, end), application))
        end = giver
    return path[::-1]
