"""This floor as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "Program and places"

    def ready(self):
        from applications import models, portal
        from plp.core import pages, places

        import_module("applications.measuring")
        import_module("applications.next_steps")
        import_module("applications.portal_pages")
        pages.shows(*models.SHOWN)
        places.place(portal.address_of)
