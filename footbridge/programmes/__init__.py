"""Local linking programmes: where they work, who hosts them, their calendar, their shape and their weights.

Network staff set a programme up and hand it to another host; its facilitators keep it. A programme outlives its hosts,
and each of its linking years (planned → open → closed) keeps its own calendar.
"""
