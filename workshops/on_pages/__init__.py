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
<<<<<<< HEAD
    "payments",
=======
    "claiming",
>>>>>>> e8319f8100caf098afda95e0fe416e87d7d1db56
]:
    import_module(f"{__name__}.{family}")
