"""Addresses of facilitators' own pages, and of those of partners that are about facilitators."""

from django.urls import include, path

from facilitators.views import accreditations, own, suggesting

app_name = "facilitators"

# /facilitator/…: only for a facilitator
of_oneself = [
    path("", own.home, name="own"),
    path("accreditations/", accreditations.accreditations, name="accreditations"),
]

# /partner/<key>/facilitators/…: only for a partner's own people; finding, asking, suggesting
of_finding = [
    path("suggest/", suggesting.suggest, name="suggest"),
]

# /partner/<key>/contracts/…: only for a partner's own people
of_contracts = []

# Without signing in
public = [
    path("facilitators/join/", suggesting.join, name="join"),
    path("facilitators/join/thanks/", suggesting.join_done, name="join-done"),
]

urlpatterns = [
    path("facilitator/", include(of_oneself)),
    path("partner/<int:pk>/facilitators/", include(of_finding)),
    path("partner/<int:pk>/contracts/", include(of_contracts)),
    *public,
]
