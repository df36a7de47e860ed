"""The log of a link: every contact about it with the next step and its day, and the page where all of a link is in one place."""
