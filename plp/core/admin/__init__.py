"""The admin of people, groups and mail."""

from plp.core.admin import people  # noqa: F401, I001  people come first on the index
from plp.core.admin import outbox  # noqa: F401
