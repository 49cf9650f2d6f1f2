"""Addresses of facilitators' own pages, and of those of partners that are about facilitators."""

from django.urls import include, path

from facilitators.views import (
    accreditations,
    answering,
    asking,
    availability,
    finding,
    own,
    profile,
)

app_name = "facilitators"

# /facilitator/…: only for a facilitator
of_oneself = [
    path("", own.home, name="own"),
    path("profile/", profile.profile, name="profile"),
    path("availability/", availability.availability, name="availability"),
    path("availability/<int:pk>/remove/", availability.remove, name="availability-remove"),
    path("calendar/new/", availability.renew_calendar, name="calendar-renew"),
    path("accreditations/", accreditations.accreditations, name="accreditations"),
    path("questions/", answering.own_questions, name="own-questions"),
    path("questions/<int:inquiry>/", answering.own_question, name="own-question"),
]

# /partner/<key>/facilitators/…: only for a partner's own people; finding, asking, suggesting
of_finding = [
    path("", finding.find, name="find"),
    path("questions/", asking.questions, name="questions"),
    path("ask-staff/", asking.ask_staff, name="ask-staff"),
    path("<int:facilitator>/", finding.facilitator, name="facilitator"),
    path("<int:facilitator>/ask/", asking.ask, name="ask"),
]

# /partner/<key>/contracts/…: only for a partner's own people
of_contracts = []

# Without signing in
public = [
    path("calendar/facilitator/<int:pk>/<slug:secret>.ics", availability.feed, name="calendar"),
    path("question/<int:pk>/", answering.question, name="question"),
    path("question/<int:pk>/<slug:secret>/", answering.open_link, name="question-open"),
]

urlpatterns = [
    path("facilitator/", include(of_oneself)),
    path("partner/<int:pk>/facilitators/", include(of_finding)),
    path("partner/<int:pk>/contracts/", include(of_contracts)),
    *public,
]
