"""Pages of families and about them: behind a code (door, child, news), for the teacher (staff, notices), for languages."""
