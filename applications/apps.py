"""This floor as a Django app."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "Program and places"

    def ready(self):
        from applications import models, portal
        from plp.core import pages, places

        pages.shows(*models.SHOWN)
        places.place(portal.address_of)
