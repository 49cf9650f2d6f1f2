"""What confirmations, progress calls and the annual report add to a partner's pages."""

from applications.measures import Kind
from applications.registry import met_at

met_at("applications:confirm", Kind.FUNDING, Kind.PRIVACY, of_requirement=True)
