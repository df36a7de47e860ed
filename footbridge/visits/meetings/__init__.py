"""Meetings: which ones a link has, made from the programme's shape when it stands, and how each gets its date."""
