"""Forms of interest: the questions a school answers, and what facilitators fill in."""
