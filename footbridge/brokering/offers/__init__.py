"""Offers: what each head will read (reading), the verbs (actions), reminders in school days (tasks), the pages (views)."""
