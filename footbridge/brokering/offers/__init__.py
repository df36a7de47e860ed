"""Offers: what each head will read (reading), the verbs (actions), reminders in school days (schooldays, tasks), the pages (views)."""
