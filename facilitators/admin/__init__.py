"""The admin of facilitators: people, accreditations, contracts."""

from importlib import import_module

# The first page of the admin lists records in the order in which they are registered.
for family in [
    "people",
    "suggestions",
    "accreditations",
    "unavailabilities",
    "inquiries",
    "contracts",
    "texts",
]:
    import_module(f"{__name__}.{family}")
