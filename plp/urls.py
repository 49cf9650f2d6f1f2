"""Every address of the site, app by app."""

from django.contrib import admin
from django.urls import include, path

from plp.core import views

urlpatterns = [
    path("", include("applications.urls")),
    path("me/", views.me, name="me"),
    path("healthz", views.healthz, name="healthz"),
    path("favicon.ico", views.favicon),
    path("admin/", admin.site.urls),
]
