"""Training: teachers new to linking and those who return learn what the year needs, beside their partner teachers.

The facilitator sets sessions up; teachers book; attendance and release are recorded. Places live in `booking`.
"""
