"""The admin of the program and its places."""

from importlib import import_module

# The first page of the admin lists records in the order in which they are registered.
FAMILIES = [
    "application",
    "decisions",
    "assignments",
    "interviews",
    "references",
    "draft",
    "partner",
    "writing",
    "partner_years",
    "confirmations",
    "partner_requirements",
    "calls",
    "annual_reports",
    "program",
    "commitments",
    "funding",
    "questions",
    "criteria",
    "onboarding",
    "places",
    "years",
]

for family in FAMILIES:
    import_module(f"{__name__}.{family}")
