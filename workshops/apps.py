"""This floor as a Django app."""

from importlib import import_module

from django.apps import AppConfig

DATA = ["demo_events", "demo_community", "demo_workshops", "sample", "sample_workshops"]
MONEY = ["demo_payments", "demo_claims", "sample_money"]

# What registers itself by being imported.
PARTS = [
    "measuring",
    "actions.moving",
    "actions.owing",
    "on_pages",
    "entries",
    "soon",
    "money.terms",
    *DATA,
    *MONEY,
]


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = "Workshops, teachers and community"

    def ready(self):
        from plp.core import pages
        from workshops.models import CommunityEvent

        pages.shows(CommunityEvent)
        for name in PARTS:
            import_module(f"workshops.{name}")
