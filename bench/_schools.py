"""A made-up national register for the benchmarks: the same seed gives the same file. No school in it is real."""

# ruff: noqa: SIM905, E501 - lists of words and long rows read best as they are
from __future__ import annotations

import csv
import random
from pathlib import Path

_STARTS = (
    "Alder Ash Beech Birch Bramble Brook Cedar Chestnut Clover Coombe Dale Elm Fern Field Forest Foxglove Gorse "
    "Green Grove Hazel Heath Hill Holly Ivy King Kirk Lake Lark Laurel Lime Maple Marsh Meadow Mill Moor Oak "
    "Orchard Park Pine Plum Poplar Priory Queen Raven River Rose Rowan Sand Spring Stone Swan Thorn Vale Walnut "
    "West White Willow Wood Yew"
).split()
_ENDS = (
    "bank borough bridge brook bury by combe cote croft dale den field ford gate ham hill hurst lea leigh ley "
    "mere minster ridge side stead stoke thorpe ton vale view wick wood worth"
).split()
_SAINTS = (
    "Aidan Alban Andrew Anne Bede Catherine Chad Clare Cuthbert David Edmund Francis George Hilda James John "
    "Joseph Luke Margaret Mark Mary Matthew Michael Nicholas Oswald Patrick Paul Peter Stephen Teresa Thomas "
    "Wilfrid"
).split()
HEADER = (
    "URN|LA (code)|LA (name)|EstablishmentNumber|EstablishmentName|TypeOfEstablishment (name)|"
    "EstablishmentTypeGroup (name)|EstablishmentStatus (name)|OpenDate|CloseDate|PhaseOfEducation (name)|"
    "StatutoryLowAge|StatutoryHighAge|Gender (name)|ReligiousCharacter (name)|AdmissionsPolicy (name)|"
    "SchoolCapacity|NumberOfPupils|NumberOfBoys|NumberOfGirls|PercentageFSM|OfstedLastInsp|LastChangedDate|"
    "Street|Locality|Address3|Town|County (name)|Postcode|SchoolWebsite|GOR (name)|"
    "DistrictAdministrative (name)|AdministrativeWard (name)|ParliamentaryConstituency (name)|UrbanRural (name)|"
    "GSSLACode (name)|Easting|Northing|MSOA (name)|LSOA (name)|MSOA (code)|LSOA (code)"
).split("|")


def write_register(path: Path, rows: int, *, seed: int = 1, changed: float = 0.0, day: str = "01-06-2024") -> None:
    """A register with this many schools. With `changed` that share of the schools has other pupil numbers and a later day."""
    chosen, other = random.Random(seed), random.Random(seed + 1)
    towns = [chosen.choice(_STARTS) + chosen.choice(_ENDS) for _ in range(1_200)]
    with path.open("w", newline="", encoding="cp1252") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(rows):
            row = _school(chosen, 100_000 + number, towns, day)
            if other.random() < changed:
                row[17] = str(int(row[17] or 0) + 1)
            writer.writerow(row)


def _school(chosen: random.Random, urn: int, towns: list[str], day: str) -> list[str]:
    town = chosen.choice(towns)
    authority = 200 + sum(map(ord, town)) % 150
    church = chosen.random() < 0.3
    secondary = chosen.random() < 0.15
    if church:
        name = f"St {chosen.choice(_SAINTS)}'s {chosen.choice(('CofE', 'Catholic', 'CofE VA', 'RC'))} {'High' if secondary else 'Primary'} School"
    else:
        start = chosen.choice(_STARTS) + chosen.choice(_ENDS) + (chosen.choice(_ENDS) if urn % 2 else "")
        name = f"{start} {chosen.choice(('High School', 'Academy') if secondary else ('Primary School', 'Infant School', 'Junior School', 'Community Primary School'))}"
    closed = chosen.random() < 0.4
    ages = ("11", "18") if secondary else ("4", "11")
    pupils = chosen.randrange(60, 1400 if secondary else 600)
    easting, northing = chosen.randrange(200_000, 600_000), chosen.randrange(80_000, 600_000)
    return [
        str(urn), str(authority), f"Authority {authority}", str(2000 + urn % 5000), name, "Academy converter" if urn % 3 else "Community school",
        "Academies" if urn % 3 else "Local authority maintained schools", "Closed" if closed else "Open", f"01-09-{1990 + urn % 34}",
        f"31-08-{2010 + urn % 14}" if closed else "", "Secondary" if secondary else "Primary", *ages, "Mixed",
        "Church of England" if church else "Does not apply", "Not applicable", str(pupils + 40), "" if closed else str(pupils), "", "",
        "" if closed else f"{chosen.random() * 60:.1f}", "", day, f"{chosen.randrange(1, 99)} {chosen.choice(_STARTS)} Road", "", "", town,
        f"County {authority % 40}", f"{chr(65 + authority % 26)}{chr(65 + urn % 20)}{urn % 29 + 1} {urn % 9 + 1}A{chr(65 + urn % 26)}",
        f"www.school{urn}.example.org", f"Region {authority % 9}", f"District {authority % 300}", f"Ward {urn % 7000}", f"Seat {urn % 500}",
        "(England/Wales) Urban city and town" if urn % 5 else "(England/Wales) Rural village", f"E0600{authority:04d}", str(easting), str(northing),
        f"Area {urn % 6000}", f"Area {urn % 6000}A", f"E02{urn % 6000:06d}", f"E01{urn % 32000:06d}",
    ]  # fmt: skip
