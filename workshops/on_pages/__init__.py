"""What this app adds to the pages of partners, to reminders, calendars and reports."""

from importlib import import_module

for family in [
    "events",
    "community",
    "schedule",
    "staffing",
    "paying",
    "venues",
    "day",
    "after",
    "roster",
    "sign_up",
    "funding",
    "payments",
    "claiming",
    "money",
]:
    import_module(f"{__name__}.{family}")
