"""In the only language that the site has."""
