"""What teachers and the program's events add to the pages of a partner."""

from applications.models import Requirement
from applications.registry import met_at, portal_page

Kind = Requirement.Kind

portal_page("Events", "workshops:events", 40)
met_at("workshops:events", Kind.SUMMIT, Kind.SUMMER_SESSION)
