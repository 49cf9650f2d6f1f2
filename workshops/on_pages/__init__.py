"""What this app adds to the pages of partners, to reminders, calendars and reports."""

from importlib import import_module

<<<<<<< HEAD
for family in ["events", "community", "schedule", "venues", "after", "roster", "day", "staffing"]:
=======
for family in ["events", "community", "schedule", "venues", "day", "after", "roster", "sign_up"]:
>>>>>>> ebdb7f9a65d19d37d4c1000cd43d8f9eb8ced728
    import_module(f"{__name__}.{family}")
