"""Costs: what a link's year costs each school, what programme or grant pays, claims. None → claimed → settled or not paid."""
