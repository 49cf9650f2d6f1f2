"""This floor as a Django app."""

from importlib import import_module

from django.apps import AppConfig

# What registers itself by being imported.
PARTS = ["acting", "actions", "addresses", "sitemap", "sample", "on_contracts", "demo"]


class FacilitatorsConfig(AppConfig):
    name = "facilitators"

    def ready(self):
        for name in PARTS:
            import_module(f"facilitators.{name}")
