"""Every address of the site, app by app."""

from django.contrib import admin
from django.urls import include, path

from plp.core.views import invitations, site

urlpatterns = [
    path("", include("applications.urls")),
    path("", include("facilitators.urls")),
    path("", include("workshops.urls")),
    path("me/", site.me, name="me"),
    path("invitation/accepted/", invitations.accepted, name="invitation-accepted"),
    path("invitation/<int:pk>/<slug:secret>/", invitations.invitation, name="invitation"),
    path("accounts/", include("allauth.urls")),
    path("healthz", site.healthz, name="healthz"),
    path("favicon.ico", site.favicon),
    path("admin/", admin.site.urls),
]
