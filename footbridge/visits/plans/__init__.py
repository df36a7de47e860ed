"""Plans: one for both schools; timetable, numbers and needs, coach, risk, plan B, and what is still missing."""
