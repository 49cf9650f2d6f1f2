"""What this app holds of people, and how long it is kept."""

from importlib import import_module

# In this order the page of a person shows what is held, and it is erased: facilitators are locked
# before workshops.
for family in ["events", "leading", "enrollment", "feedback", "paying", "claiming", "roster"]:
    import_module(f"{__name__}.{family}")
