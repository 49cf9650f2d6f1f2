"""What this app holds of people, and how long it is kept."""

from importlib import import_module

# In this order the page of a person shows what is held.
for family in ["events", "enrollment", "feedback", "leading", "roster"]:
    import_module(f"{__name__}.{family}")
