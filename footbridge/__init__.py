"""Footbridge runs school linking: one record per link, from first interest to the funder's report."""
