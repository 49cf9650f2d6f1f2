"""The admin of workshops, teachers, the program’s events, communities and money."""

from importlib import import_module

# The first page of the admin lists records in the order in which they are registered.
for family in [
    "scheduling",
    "staffing",
    "planning",
    "enrollments",
    "attendance",
    "after",
    "venues",
    "events",
    "roster",
    "community",
    "reimbursements",
    "batches",
    "budgets",
    "payables",
    "tax_forms",
    "funding",
]:
    import_module(f"{__name__}.{family}")
