"""Addresses of the public pages."""

from django.urls import include, path, re_path, register_converter

from applications.views import (
    annual_reports,
    calls,
    confirmations,
    drafts,
    funding,
    interviews,
    onboarding,
    people,
    places,
    portal,
    program,
    proposals,
    references,
    renewing,
    sections,
    sending,
)
from plp.core.codes import PATTERN

app_name = "applications"

# The addresses that the program had before; they answer with and without the slash at the end.
plc = [
    re_path(r"^educate/plc/plp/?$", program.program, name="program"),
    re_path(r"^educate/plc/plp-application/?$", program.apply, name="apply"),
    re_path(r"^educate/plc/plp-funding/?$", funding.funding, name="funding"),
    re_path(r"^privacy/?$", program.privacy, name="privacy"),
]


class Code:
    """The code of a draft in an address."""

    regex = PATTERN

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(Code, "code")

# /educate/plc/plp-application/<code>/…: only for who has opened its link
of_a_draft = [
    path("", sending.draft, name="draft"),
    path("link/<slug:purpose>/<slug:secret>/", drafts.open_link, name="draft-open"),
    path("mail-link/", drafts.mail_link, name="draft-mail-link"),
    path("files/<int:pk>/", sections.attachment, name="draft-file"),
    path("delete/", drafts.discard, name="draft-discard"),
    path("everything/", sending.everything, name="draft-everything"),
    path("application.pdf", sending.pdf, name="draft-pdf"),
    path("withdraw/", sending.withdraw, name="draft-withdraw"),
    path("answer/", sending.answer, name="draft-answer"),
    path("interview/", interviews.choose, name="draft-interview"),
    path("mail-signatory/", sending.mail_signatory, name="draft-mail-signatory"),
    path("again/", drafts.again, name="draft-again"),
    path("review/", sending.review, name="draft-review"),
    path("<slug:slug>/", sections.section, name="draft-section"),
]

# /educate/plc/plp-application/…
applying = [
    path("questions/", program.questions, name="questions"),
    path("start/", drafts.start, name="start"),
    path("link/", drafts.send_link, name="send-link"),
    path("deleted/", drafts.discarded, name="discarded"),
    path("link/sent/", drafts.link_sent, name="link-sent"),
    path("<code:code>/", include(of_a_draft)),
]

# /partner/<number>/people/…
of_people = [
    path("", people.people, name="people"),
    path("invite/", people.invite, name="person-invite"),
    path("<int:member>/", people.person, name="person"),
    path("<int:member>/remove/", people.remove, name="person-remove"),
    path("invitations/<int:invitation>/send/", people.resend, name="invitation-send"),
    path("invitations/<int:invitation>/take-back/", people.take_back, name="invitation-take-back"),
]

# /partner/<number>/onboarding/…
of_onboarding = [
    path("", onboarding.todo, name="onboarding"),
    path("<int:item>/done/", onboarding.finish, name="onboarding-done"),
    path("<int:item>/undo/", onboarding.undo, name="onboarding-undo"),
]

# /partner/…: only for a partner's own people
of_a_partner = [
    path("", portal.choose, name="portal"),
    path("<int:pk>/", portal.home, name="portal-home"),
    path("<int:pk>/commitments/", portal.commitments, name="commitments"),
    path("<int:pk>/requirements/<int:requirement>/", portal.requirement, name="requirement"),
    path("<int:pk>/mail/", portal.mail, name="portal-mail"),
    path("<int:pk>/people/", include(of_people)),
    path("<int:pk>/onboarding/", include(of_onboarding)),
    path(
        "<int:pk>/requirements/<int:requirement>/confirm/",
        confirmations.confirm,
        name="confirm",
    ),
    path("<int:pk>/report/", annual_reports.running, name="report"),
    path("<int:pk>/years/<int:year>/report/", annual_reports.of_year, name="report-of-year"),
    path("<int:pk>/years/<int:year>/report.pdf", annual_reports.pdf, name="report-pdf"),
    path("<int:pk>/calls/", calls.listed, name="calls"),
    path("<int:pk>/calls/<int:call>/", calls.one, name="call"),
    path("<int:pk>/evidence/<int:file>/", confirmations.evidence, name="evidence"),
    path("<int:pk>/proposals/<int:proposal>/", proposals.proposal, name="proposal"),
    path("<int:pk>/years/<int:year>/renew/", renewing.renew, name="renew"),
]

# /reference/<number>/…: only for the referee who has opened the link
of_a_referee = [
    path("", references.reference, name="reference"),
    path("link/<slug:secret>/", references.open_link, name="reference-open"),
]

urlpatterns = [
    path("", program.home, name="home"),
    *plc,
    path("educate/plc/plp-application/", include(applying)),
    path("terms/", program.terms, name="terms"),
    path("terms/<int:version>/", program.terms, name="terms-version"),
    path("faq/", program.faq, name="faq"),
    path("credits/", program.credits, name="credits"),
    path("partner/", include(of_a_partner)),
    path("reference/<int:pk>/", include(of_a_referee)),
    path("partners/", program.partners, name="partner-list"),
    path("regions/<slug:slug>/", places.region, name="region"),
    path("zip/", places.zip_finder, name="zip"),
    path("tell-me/", places.interest, name="interest"),
    path("tell-me/thanks/", places.interest_done, name="interest-done"),
    path("pins.geojson", places.pins, name="pins"),
    path("robots.txt", places.robots, name="robots"),
    path("sitemap.xml", places.sitemap, name="sitemap"),
]
