"""This floor as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_save, pre_save

# What registers itself by being imported.
PARTS = ["acting", "actions", "sitemap", "sample", "expiring", "on_contracts", "ending", "demo"]


class FacilitatorsConfig(AppConfig):
    name = "facilitators"

    def ready(self):
        for name in PARTS:
            import_module(f"facilitators.{name}")
        from facilitators.addresses import keep_address, note_address

        pre_save.connect(note_address, sender="core.User")
        post_save.connect(keep_address, sender="core.User")
