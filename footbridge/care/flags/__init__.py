"""Where each link stands, step by step, and what is late: one page per step of the year, listed in `steps`."""
