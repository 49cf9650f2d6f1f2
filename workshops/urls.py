"""Addresses of teachers, the program's events and community events."""

from django.urls import include, path

from workshops.models import CommunityEvent
from workshops.views import community, evidence

app_name = "workshops"
Kind = CommunityEvent.Kind

# /partner/<key>/community/<key>/…
of_a_community_event = [
    path("", community.event, name="community-event"),
    path("change/", community.change, name="community-change"),
    path("record/", community.record, name="community-record"),
    path("cancel/", community.cancel, name="community-cancel"),
    path("undo/", community.undo, name="community-undo"),
    path("files/", evidence.add, name="community-file-add"),
    path("files/<int:file_pk>/", evidence.evidence, name="community-file"),
    path("files/<int:file_pk>/delete/", evidence.delete, name="community-file-delete"),
]

# /partner/<key>/…: only for a partner's own people
of_a_partner = [
    path("community/", community.community, name="community"),
    path("community/plan/meetup/", community.plan, {"kind": Kind.MEETUP}, "community-plan-meetup"),
    path(
        "community/plan/hour-of-code/",
        community.plan,
        {"kind": Kind.HOUR_OF_CODE},
        "community-plan-hour-of-code",
    ),
    path("community/plan/fair/", community.plan, {"kind": Kind.FAIR}, "community-plan-fair"),
    path("community/<int:event_pk>/", include(of_a_community_event)),
]

urlpatterns = [
    path("partner/<int:pk>/", include(of_a_partner)),
]
