"""Everything with a date on one calendar, for the page, for paper and as a private feed."""
