"""Who a facilitator is for partners, as they say it themselves."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from facilitators.acting import facilitator_of, own_page
from facilitators.actions import own as actions
from facilitators.emails.people import contact_of_program
from facilitators.forms.own import ProfileForm
from plp.core.methods import get_or_post

own_page("Profile", "facilitators:profile", 60)


@never_cache
@get_or_post
def profile(request):
    """Show and save the profile; what somebody else has changed since stays."""
    facilitator = facilitator_of(request)
    shown = type(facilitator).objects.get(pk=facilitator.pk)  # the form writes into it
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=shown)
    if form.is_valid():
        actions.save_profile(facilitator, {n: form.cleaned_data[n] for n in form.changed_data})
        messages.success(request, "Saved." if form.changed_data else "Nothing was changed.")
        return redirect("facilitators:profile")
    context = {"form": form, "contact": contact_of_program(), "signed_in": True}
    return render(request, "facilitators/own/profile.html", context)
