"""What the interest list, regions, partners and programs hold of people."""

from collections.abc import Iterator

from applications.models import Interest, Membership, Program, Region
from plp.core import days, history
from plp.core.privacy import Fate, Row, StandIn, holds, objections

# Interest list


def interests(email: str) -> Iterator[Row]:
    for interest in Interest.objects.filter(email__iexact=email):
        yield Row(
            interest,
            f"{interest.organization}, {interest.zip}",
            {
                "Organization": interest.organization,
                "E-mail": interest.email,
                "ZIP code": interest.zip,
                "County": interest.county,
                "Asked": days.moment_in_words(interest.created_at),
            },
            Fate.DELETED,
            "",
        )


def erase_interests(email: str, stand_in: StandIn) -> None:
    Interest.objects.filter(email__iexact=email).delete()


holds("Interest list", find=interests, erase=erase_interests)


# Who acts for a partner


def memberships(email: str) -> Iterator[Row]:
    found = Membership.objects.filter(user__email=email).select_related("partner", "user")
    for member in found.prefetch_related("shares__year__program_year__school_year"):
        yield Row(
            member,
            f"Member of {member.partner}",
            {
                "Rights": member.roles,
                "Since": days.moment_in_words(member.since),
                "Shares of full time": "; ".join(map(_share, member.shares.all())) or "–",
            },
            Fate.DELETED,
            "Look whether the partner still has a program manager.",
        )


def _share(share):
    return f"{share.year.program_year.school_year}: {share.fte}"


def erase_memberships(email: str, stand_in: StandIn) -> None:
    with history.because("The person was erased."):
        Membership.objects.filter(user__email=email).delete()


holds("Members of partners", find=memberships, erase=erase_memberships)


# Whom to ask about a region, and about a program


def regions(email: str) -> Iterator[Row]:
    for region in Region.objects.filter(contact_email__iexact=email):
        yield Row(
            region,
            f"Contact of {region}",
            {"Name": region.contact_name, "E-mail": region.contact_email},
            Fate.BLANKED,
            "People are then told to ask the program’s contact.",
            names={region.contact_name},
        )


def erase_regions(email: str, stand_in: StandIn) -> None:
    with history.because("A person was erased."):
        for region in Region.objects.filter(contact_email__iexact=email):
            region.contact_name = region.contact_email = ""
            region.save()
    earlier = history.of(Region).filter(contact_email__iexact=email)
    earlier.update(contact_name=stand_in.name, contact_email=stand_in.email)


holds("Contacts of regions", find=regions, erase=erase_regions)


@objections
def of_programs(email, by):
    for program in Program.objects.filter(contact_email__iexact=email):
        yield f"{program} ({program.slug}) gives this address as its contact. Change that first."
