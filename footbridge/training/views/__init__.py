"""Pages of training: running it (facilitator), one's own (teacher), a school's teachers (head and office)."""
