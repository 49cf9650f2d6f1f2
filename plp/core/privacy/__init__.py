"""A person's data: what is held of an e-mail address, its export, its erasure, and retention.

Each app registers what it holds in a module `privacy.py`, with `holds` and `retains`.
"""

from plp.core.privacy.registry import Fate, Row, StandIn, holds, objections
from plp.core.privacy.retaining import moment, rule
from plp.core.retention import Rule, one_by_one, retains

__all__ = [
    "Fate",
    "Row",
    "Rule",
    "StandIn",
    "holds",
    "moment",
    "objections",
    "one_by_one",
    "retains",
    "rule",
]
