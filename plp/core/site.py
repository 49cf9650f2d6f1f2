"""The admin site: Django's own, under the product's name."""

from django.contrib import admin


class AdminSite(admin.AdminSite):
    site_title = "Professional Learning Partners"
    site_header = "Learning Partners"
    index_title = "Work"
    enable_nav_sidebar = False
