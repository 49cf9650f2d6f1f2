"""Addresses of facilitators' own pages, and of those of partners that are about facilitators."""

from django.urls import include, path

from facilitators.views import (
    accreditations,
    answering,
    asking,
    availability,
    contracts,
    drafting,
    finding,
    own,
    own_contracts,
    profile,
    signing,
    suggesting,
    verifying,
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
    path("contracts/", own_contracts.contracts, name="own-contracts"),
    path("contracts/<int:contract_pk>/", own_contracts.contract, name="own-contract"),
    path(
        "contracts/<int:contract_pk>/decline/",
        own_contracts.decline,
        name="own-contract-decline",
    ),
    path(
        "contracts/<int:contract_pk>/documents/<int:document_pk>/",
        own_contracts.document,
        name="own-contract-document",
    ),
]

# /partner/<key>/facilitators/…: only for a partner's own people; finding, asking, suggesting
of_finding = [
    path("suggest/", suggesting.suggest, name="suggest"),
    path("", finding.find, name="find"),
    path("questions/", asking.questions, name="questions"),
    path("ask-staff/", asking.ask_staff, name="ask-staff"),
    path("<int:facilitator>/", finding.facilitator, name="facilitator"),
    path("<int:facilitator>/ask/", asking.ask, name="ask"),
]

# /partner/<key>/contracts/…: only for a partner's own people
of_contracts = [
    path("", contracts.contracts, name="contracts"),
    path("new/", drafting.new, name="contract-new"),
    path("<int:contract_pk>/", contracts.contract, name="contract"),
    path("<int:contract_pk>/change/", drafting.change, name="contract-change"),
    path("<int:contract_pk>/preview.pdf", drafting.preview, name="contract-preview"),
    path("<int:contract_pk>/offer/", contracts.send, name="contract-send"),
    path("<int:contract_pk>/offer/again/", contracts.send_again, name="contract-send-again"),
    path("<int:contract_pk>/withdraw/", contracts.withdraw, name="contract-withdraw"),
    path("<int:contract_pk>/amend/", drafting.amend, name="contract-amend"),
    path("<int:contract_pk>/document/", drafting.add_document, name="contract-add-document"),
    path(
        "<int:contract_pk>/documents/<int:document_pk>/",
        contracts.document,
        name="contract-document",
    ),
    path("<int:contract_pk>/sign/", signing.sign, name="contract-sign"),
    path("<int:contract_pk>/end/", signing.end, name="contract-end"),
]

# Without signing in
public = [
    path("facilitators/join/", suggesting.join, name="join"),
    path("facilitators/join/thanks/", suggesting.join_done, name="join-done"),
    path("calendar/facilitator/<int:pk>/<slug:secret>.ics", availability.feed, name="calendar"),
    path("question/<int:pk>/", answering.question, name="question"),
    path("question/<int:pk>/<slug:secret>/", answering.open_link, name="question-open"),
    path("contracts/verify/", verifying.verify, name="verify"),
]

urlpatterns = [
    path("facilitator/", include(of_oneself)),
    path("partner/<int:pk>/facilitators/", include(of_finding)),
    path("partner/<int:pk>/contracts/", include(of_contracts)),
    *public,
]
