"""This floor as a Django app."""

from importlib import import_module

from django.apps import AppConfig

# What registers itself by being imported.
PARTS = ["measuring", "on_pages", "portal"]


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "Program and places"

    def ready(self):
        from applications import models
        from plp.core import pages

        for name in PARTS:
            import_module(f"applications.{name}")
        pages.shows(*models.SHOWN)
