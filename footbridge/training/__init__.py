"""Training: teachers new to linking and those who return learn what the year needs, beside their partner teachers.

The facilitator sets sessions up as the programme's shape asks; teachers book; head or office release and cover them; who is
missing is chased in school days. A part of training is, for each teacher: missing → waiting | booked → trained; settled in
another way. Places live in `booking` and are changed through its actions alone; from them and from who leads which class
(`brokering`) everything here is read, and nothing of it is kept twice.
"""
