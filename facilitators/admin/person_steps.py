"""What staff do with facilitators: inviting them, and letting partners find them."""

from facilitators import actions
from facilitators.accounts import OPEN, Account, account_of
from plp.core.confirming import Step

CHANGE = "facilitators.change_facilitator"

STEPS = [
    Step(
        slug="invite",
        label="Invite to an account",
        done="Invited",
        consequence="They get a mail with a private link, and choose how they sign in. On their "
        "own pages they read and sign contracts and say when they cannot come.",
        permission=CHANGE,
        take=actions.invite_facilitator,
        fits=lambda person: account_of(person) == Account.NO,
        why_not="They have an account, or an invitation already.",
    ),
    Step(
        slug="invite-again",
        label="Invite again",
        done="Invited again",
        consequence="They get a new link, valid from today. The old one opens nothing any more.",
        permission=CHANGE,
        take=actions.invite_again,
        fits=lambda person: account_of(person) in OPEN,
        why_not="They have no open invitation.",
    ),
    Step(
        slug="take-back",
        label="Take the invitation back",
        done="Took the invitation back",
        consequence="The link in their mail opens nothing any more. You can invite them anew.",
        permission=CHANGE,
        take=actions.take_back_invitation,
        fits=lambda person: account_of(person) in OPEN,
        why_not="They have no open invitation.",
    ),
    Step(
        slug="list",
        label="Let partners find them",
        done="Listed",
        consequence="Partners find them in their search for facilitators from now on.",
        permission=CHANGE,
        take=actions.list_facilitator,
        fits=lambda person: not person.is_listed,
        why_not="Partners can find them.",
    ),
    Step(
        slug="unlist",
        label="Take off the list",
        done="Took off the list",
        consequence="Partners do not find them any more. Their contracts and accreditations stay "
        "as they are, and so does their account.",
        permission=CHANGE,
        take=actions.unlist_facilitator,
        fits=lambda person: person.is_listed,
        why_not="Partners do not find them.",
    ),
]
