"""What applying holds of people, and how long it is kept."""

from importlib import import_module

# In this order the page of a person shows what is held.
FAMILIES = [
    "drafts",
    "applied",
    "changes",
    "referees",
    "places",
    "onboarding",
    "partnering",
    "retention",
]

for family in FAMILIES:
    import_module(f"{__name__}.{family}")
