"""The project's addresses, and a bare Django view behind the same middleware."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path


@login_not_required
def bare(request):
    return HttpResponse("ok")


urlpatterns = [
    path("bench/bare", bare),
    path("", include("plp.urls")),
]
