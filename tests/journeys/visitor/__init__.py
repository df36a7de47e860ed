"""Somebody who has heard of linking and wants to know whether it is for their school."""
