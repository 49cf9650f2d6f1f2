"""The measures of what this app keeps records of."""

from importlib import import_module

for family in ["workshops", "events", "community"]:
    import_module(f"{__name__}.{family}")
