"""The plan of a meeting: one for all its schools. Timetable from templates, coach and its cost, risk, plan B, a sheet to paste."""
