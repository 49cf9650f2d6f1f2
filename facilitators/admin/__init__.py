"""The admin of facilitators, by family."""

from importlib import import_module

# The first page of the admin lists records in the order in which they are registered.
for family in ["inquiries", "unavailabilities"]:
    import_module(f"{__name__}.{family}")
