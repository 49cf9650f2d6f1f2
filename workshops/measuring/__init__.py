"""The measures of what this app keeps records of."""
