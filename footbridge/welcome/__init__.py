"""The public site: why link, how the year goes, where the programmes are, and what the year has come to.

Anyone reads it without signing in. It reads every step and owns nothing.
"""
