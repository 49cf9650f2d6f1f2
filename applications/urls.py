"""Addresses of the public pages."""

from django.urls import path, re_path

from applications.views import places, program

app_name = "applications"

# The addresses that the program had before; they answer with and without the slash at the end.
plc = [
    re_path(r"^educate/plc/plp/?$", program.program, name="program"),
    re_path(r"^educate/plc/plp-application/?$", program.apply, name="apply"),
    re_path(r"^privacy/?$", program.privacy, name="privacy"),
]

urlpatterns = [
    path("", program.home, name="home"),
    *plc,
    path("terms/", program.terms, name="terms"),
    path("terms/<int:version>/", program.terms, name="terms-version"),
    path("faq/", program.faq, name="faq"),
    path("credits/", program.credits, name="credits"),
    path("partners/", program.partners, name="partner-list"),
    path("regions/<slug:slug>/", places.region, name="region"),
    path("zip/", places.zip_finder, name="zip"),
    path("tell-me/", places.interest, name="interest"),
    path("tell-me/thanks/", places.interest_done, name="interest-done"),
    path("pins.geojson", places.pins, name="pins"),
    path("robots.txt", places.robots, name="robots"),
    path("sitemap.xml", places.sitemap, name="sitemap"),
]
