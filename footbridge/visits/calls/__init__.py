"""Live calls: a meeting on line, with each school's own meeting link, a check list for both, and who may be seen."""
