"""Pages of interest: the form, the school's own page, and the facilitator's."""
