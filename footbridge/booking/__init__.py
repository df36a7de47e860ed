"""Booking: one rule for briefings, training, venue slots and celebrations.

Organisers open occasions with places; people book, wait, say that they cannot come or send a colleague; attendance is
taken. Booking: booked → attended | absent | excused; waiting → booked; cannot come; cancelled. Never oversold: the
database holds it.
"""
