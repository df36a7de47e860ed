"""Finding a school as visitors type it: URN, postcode, name or town. Stands in until schools brings its own search."""

from __future__ import annotations

import re

from django.db.models import Q

from footbridge.schools.models import School

POSTCODE = re.compile(r"^([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})$")


def search_schools(text: str, limit: int = 8) -> list[School]:
    """Schools that fit the words, open ones first."""
    words = text.strip()
    if words.isdigit():
        return list(School.objects.filter(urn=words)[:limit])
    if found := POSTCODE.match(words.upper()):
        return list(School.objects.filter(postcode=f"{found[1]} {found[2]}").order_by("closed", "name")[:limit])
    fit = Q()
    for word in words.split():
        fit &= Q(name__icontains=word) | Q(town__icontains=word) | Q(postcode__istartswith=word)
    return list(School.objects.filter(fit).order_by("-status", "name")[:limit]) if words else []
