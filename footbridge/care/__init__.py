"""The facilitator's day: which of forty links needs her today, why, and what she does about it.

`flags` reads every step and says for each link where it stands and what is late; `nudges` writes to those who are waited
for, in the programme's words; `log` keeps every contact; `diary` puts everything with a date on one calendar and into a
private feed. It owns the words, the log and the feed keys, and changes nothing of any step.
"""
