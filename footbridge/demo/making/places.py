"""Where the 28 programmes of the founding year work: real authorities and towns, everything else about them invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Stage = Literal["recruiting", "brokering", "offered", "standing", "january", "worked"]


@dataclass(frozen=True)
class Town:
    """A town or part of a city: place in metres of the British National Grid, first half of its postcodes, how likely its
    children are of the programme's minorities (0 to 1), how far its schools spread (metres), share of schools it has."""

    name: str
    easting: int
    northing: int
    outward: str
    minority: float
    spread: int
    share: float
    rural: bool = False
    authority: str = ""  # code, where it is not the programme's first


@dataclass(frozen=True)
class Place:
    """A programme: its authorities as (code, name), classes offered this year, stage, towns and minorities' weights."""

    slug: str
    name: str
    region: str
    authorities: tuple[tuple[str, str], ...]
    host: str
    classes: int
    stage: Stage
    groups: dict[str, float]
    towns: tuple[Town, ...]
    recruiting: bool = True
    since: int = 2016
    before: str = ""  # an earlier host
    shape: str = "day_or_half"

    @property
    def centre(self) -> tuple[int, int]:
        """Middle of its towns, weighted by their schools; metres."""
        whole = sum(t.share for t in self.towns)
        return (
            round(sum(t.easting * t.share for t in self.towns) / whole),
            round(sum(t.northing * t.share for t in self.towns) / whole),
        )


NORTH_WEST, YORKSHIRE, EAST_MIDLANDS = "North West", "Yorkshire and The Humber", "East Midlands"
WEST_MIDLANDS, EAST, SOUTH_EAST, LONDON, NORTH_EAST = (
    "West Midlands", "East of England", "South East", "London", "North East",
)  # fmt: skip
LANCASHIRE = ("888", "Lancashire")
PAKISTANI = {
    "pakistani": 0.7,
    "bangladeshi": 0.08,
    "mixed_asian": 0.06,
    "white_other": 0.08,
    "african": 0.05,
    "other": 0.03,
}
MANY = {
    "pakistani": 0.25, "african": 0.18, "caribbean": 0.08, "white_other": 0.15, "indian": 0.08, "bangladeshi": 0.06,
    "mixed_caribbean": 0.06, "mixed_other": 0.05, "other": 0.06, "chinese": 0.03,
}  # fmt: skip
INDIAN = {
    "indian": 0.55,
    "pakistani": 0.12,
    "african": 0.1,
    "white_other": 0.12,
    "bangladeshi": 0.05,
    "asian_other": 0.06,
}
BENGALI = {
    "bangladeshi": 0.62,
    "african": 0.12,
    "white_other": 0.1,
    "mixed_other": 0.06,
    "caribbean": 0.05,
    "other": 0.05,
}

PLACES: tuple[Place, ...] = (
    Place("birmingham", "Birmingham", WEST_MIDLANDS, (("330", "Birmingham"),), "Kiln Street Arts", 62, "standing",
          {**MANY, "pakistani": 0.4, "bangladeshi": 0.1}, (
        Town("Handsworth", 404500, 290500, "B20", 0.9, 1500, 0.25),
        Town("Sparkbrook", 408900, 284900, "B11", 0.92, 1500, 0.25),
        Town("Sutton Coldfield", 412200, 296200, "B73", 0.15, 2500, 0.25),
        Town("Northfield", 402500, 279500, "B31", 0.2, 2000, 0.25))),
    Place("blackburn", "Blackburn", NORTH_WEST, (("889", "Blackburn with Darwen"),), "Weavers’ Yard Trust", 34, "standing",
          {**PAKISTANI, "indian": 0.4}, (
        Town("Blackburn", 368500, 428300, "BB1", 0.85, 1600, 0.6), Town("Darwen", 369200, 422300, "BB3", 0.12, 1500, 0.4))),
    Place("bolton", "Bolton", NORTH_WEST, (("350", "Bolton"),), "Croal Community Trust", 30, "standing",
          {**INDIAN, "pakistani": 0.3}, (
        Town("Bolton", 371500, 408600, "BL3", 0.75, 1500, 0.5), Town("Horwich", 363900, 411600, "BL6", 0.08, 1600, 0.3),
        Town("Farnworth", 373800, 406300, "BL4", 0.25, 1200, 0.2))),
    Place("bradford", "Bradford", YORKSHIRE, (("380", "Bradford"),), "Bobbin Hall", 152, "standing", PAKISTANI, (
        Town("Bradford", 415300, 433600, "BD8", 0.93, 2200, 0.45), Town("Keighley", 406000, 441000, "BD21", 0.6, 1600, 0.2),
        Town("Shipley", 414900, 437600, "BD18", 0.25, 1800, 0.15),
        Town("Ilkley", 411700, 447700, "LS29", 0.05, 2600, 0.2, rural=True)), since=2009, before="Worth Valley Learning"),
    Place("buckinghamshire", "Buckinghamshire", SOUTH_EAST, (("825", "Buckinghamshire"),), "Beechwood Learning Trust", 24,
          "standing", PAKISTANI, (
        Town("High Wycombe", 486500, 193000, "HP13", 0.65, 1800, 0.4), Town("Aylesbury", 482000, 213700, "HP20", 0.4, 1800, 0.25),
        Town("Chesham", 496000, 201800, "HP5", 0.2, 1500, 0.2),
        Town("Buckingham", 469500, 233900, "MK18", 0.04, 4500, 0.15, rural=True)), shape="two_sessions"),
    Place("burnley", "Burnley", NORTH_WEST, (LANCASHIRE,), "Ashlar Youth Trust", 28, "standing", PAKISTANI, (
        Town("Burnley", 384300, 432900, "BB10", 0.6, 1700, 0.65), Town("Padiham", 379400, 433700, "BB12", 0.06, 1500, 0.35)),
        recruiting=False),
    Place("bury", "Bury", NORTH_WEST, (("351", "Bury"),), "Irwell Museum Friends", 22, "standing", PAKISTANI, (
        Town("Bury", 380900, 411000, "BL9", 0.55, 1500, 0.45), Town("Prestwich", 381500, 403700, "M25", 0.35, 1300, 0.3),
        Town("Ramsbottom", 379200, 416700, "BL0", 0.04, 2000, 0.25, rural=True)), recruiting=False),
    Place("calderdale", "Calderdale", YORKSHIRE, (("381", "Calderdale"),), "Packhorse Arts", 44, "standing", PAKISTANI, (
        Town("Halifax", 408700, 425000, "HX1", 0.75, 1500, 0.5), Town("Brighouse", 414500, 422800, "HD6", 0.1, 1800, 0.25),
        Town("Hebden Bridge", 399200, 427200, "HX7", 0.03, 2600, 0.25, rural=True)), since=2012),
    Place("derby", "Derby", EAST_MIDLANDS, (("831", "Derby"), ("830", "Derbyshire")), "Riverside Arts Trust", 41, "worked",
          {**PAKISTANI, "indian": 0.25, "gypsy_roma": 0.05, "caribbean": 0.05}, (
        Town("Derby", 434800, 334600, "DE23", 0.85, 1100, 0.4), Town("Chaddesden", 438300, 337200, "DE21", 0.25, 1300, 0.12),
        Town("Mickleover", 430700, 334300, "DE3", 0.22, 1100, 0.1),
        Town("Belper", 434700, 347500, "DE56", 0.03, 2500, 0.12, authority="830"),
        Town("Ilkeston", 446500, 341800, "DE7", 0.06, 1800, 0.1, authority="830"),
        Town("Swadlincote", 430000, 319600, "DE11", 0.05, 2000, 0.08, authority="830"),
        Town("Ashbourne", 418000, 346700, "DE6", 0.02, 4000, 0.08, rural=True, authority="830")),
        shape="half", since=2019, before="Mercian Schools Partnership"),
    Place("kent", "Kent", SOUTH_EAST, (("886", "Kent"),), "Orchard and Coast Trust", 18, "recruiting",
          {**INDIAN, "african": 0.25}, (
        Town("Gravesend", 564700, 173000, "DA12", 0.55, 1700, 0.4), Town("Maidstone", 576000, 155000, "ME15", 0.3, 2000, 0.3),
        Town("Tonbridge", 559000, 146400, "TN9", 0.06, 3500, 0.3, rural=True)), since=2022, shape="two_sessions"),
    Place("kirklees", "Kirklees", YORKSHIRE, (("382", "Kirklees"),), "Two Valleys Trust", 58, "standing",
          {**PAKISTANI, "indian": 0.35}, (
        Town("Huddersfield", 414000, 416000, "HD1", 0.6, 2000, 0.35), Town("Dewsbury", 423600, 420900, "WF13", 0.85, 1500, 0.25),
        Town("Batley", 424300, 424300, "WF17", 0.7, 1300, 0.15),
        Town("Holmfirth", 414200, 408200, "HD9", 0.03, 3000, 0.25, rural=True)), since=2010),
    Place("leeds", "Leeds", YORKSHIRE, (("383", "Leeds"),), "Owl Yard Learning", 60, "january", MANY, (
        Town("Harehills", 432500, 435000, "LS8", 0.85, 1500, 0.3), Town("Beeston", 429000, 430600, "LS11", 0.65, 1500, 0.2),
        Town("Garforth", 440500, 433200, "LS25", 0.05, 2200, 0.25),
        Town("Otley", 420200, 445500, "LS21", 0.04, 2800, 0.25, rural=True)), since=2014),
    Place("leicester", "Leicester", EAST_MIDLANDS, (("856", "Leicester"), ("855", "Leicestershire")), "Golden Mile Learning", 52,
          "standing", INDIAN, (
        Town("Belgrave", 459500, 307000, "LE4", 0.95, 1300, 0.3), Town("Highfields", 459900, 304000, "LE5", 0.85, 1200, 0.25),
        Town("Braunstone", 456000, 302900, "LE3", 0.3, 1500, 0.2),
        Town("Market Harborough", 473300, 287300, "LE16", 0.05, 3500, 0.25, rural=True, authority="855"))),
    Place("london", "London", LONDON, (("202", "Camden"), ("206", "Islington"), ("210", "Southwark"), ("304", "Brent")),
          "Lantern Studios", 48, "standing", {**MANY, "african": 0.3, "bangladeshi": 0.15}, (
        Town("Camden Town", 528900, 183900, "NW1", 0.55, 1200, 0.3),
        Town("Highbury", 531800, 185200, "N5", 0.35, 1000, 0.2, authority="206"),
        Town("Peckham", 534300, 176900, "SE15", 0.85, 1200, 0.25, authority="210"),
        Town("Wembley", 518500, 185500, "HA9", 0.9, 1500, 0.25, authority="304")), shape="five_sessions"),
    Place("luton", "Luton", EAST, (("821", "Luton"), ("823", "Central Bedfordshire")), "Hatters’ Row Trust", 26, "offered",
          {**PAKISTANI, "bangladeshi": 0.3, "african": 0.12}, (
        Town("Luton", 508000, 222300, "LU4", 0.88, 1600, 0.55), Town("Stopsley", 510500, 223900, "LU2", 0.4, 1200, 0.2),
        Town("Dunstable", 501900, 221900, "LU6", 0.1, 2200, 0.25, authority="823"))),
    Place("manchester", "Manchester", NORTH_WEST, (("352", "Manchester"),), "Beehive Community Arts", 40, "standing", MANY, (
        Town("Cheetham Hill", 384500, 401000, "M8", 0.9, 1200, 0.3), Town("Moss Side", 383600, 395700, "M14", 0.88, 1200, 0.25),
        Town("Didsbury", 384600, 391000, "M20", 0.3, 1500, 0.25), Town("Wythenshawe", 382000, 386500, "M22", 0.18, 1800, 0.2))),
    Place("newcastle", "Newcastle", NORTH_EAST, (("391", "Newcastle upon Tyne"), ("929", "Northumberland")), "Keel Row Trust", 28,
          "offered", {**BENGALI, "pakistani": 0.3, "gypsy_roma": 0.1}, (
        Town("Elswick", 423300, 564000, "NE4", 0.75, 1200, 0.4), Town("Gosforth", 424200, 568500, "NE3", 0.15, 1600, 0.3),
        Town("Ponteland", 416600, 572900, "NE20", 0.03, 3000, 0.3, rural=True, authority="929"))),
    Place("nottinghamshire", "Nottinghamshire", EAST_MIDLANDS, (("891", "Nottinghamshire"), ("892", "Nottingham")),
          "Lacemakers’ Trust", 36, "standing", {**MANY, "caribbean": 0.15}, (
        Town("Radford", 455500, 340500, "NG7", 0.8, 1200, 0.35, authority="892"),
        Town("West Bridgford", 458600, 337000, "NG2", 0.2, 1400, 0.2),
        Town("Mansfield", 453900, 361100, "NG18", 0.06, 2200, 0.25),
        Town("Southwell", 470100, 353900, "NG25", 0.02, 4000, 0.2, rural=True))),
    Place("oldham", "Oldham", NORTH_WEST, (("353", "Oldham"),), "Spindle House", 46, "standing",
          {**PAKISTANI, "bangladeshi": 0.45}, (
        Town("Glodwick", 393800, 404300, "OL4", 0.95, 900, 0.3), Town("Werneth", 391800, 404300, "OL8", 0.92, 900, 0.25),
        Town("Royton", 392000, 407700, "OL2", 0.12, 1400, 0.25),
        Town("Uppermill", 399700, 406000, "OL3", 0.02, 2200, 0.2, rural=True)), since=2008, before="Pennine Bridges"),
    Place("pendle", "Pendle", NORTH_WEST, (LANCASHIRE,), "Clough Mill Trust", 20, "standing", PAKISTANI, (
        Town("Nelson", 386300, 437700, "BB9", 0.85, 1200, 0.5), Town("Colne", 388800, 440000, "BB8", 0.2, 1300, 0.25),
        Town("Barnoldswick", 387600, 446700, "BB18", 0.03, 2000, 0.25, rural=True)), recruiting=False),
    Place("peterborough", "Peterborough", EAST, (("874", "Peterborough"),), "Fen Edge Learning", 16, "recruiting",
          {**PAKISTANI, "white_other": 0.5}, (
        Town("Millfield", 519000, 300000, "PE1", 0.85, 1100, 0.5), Town("Werrington", 516800, 303300, "PE4", 0.15, 1500, 0.3),
        Town("Thorney", 528200, 304200, "PE6", 0.03, 3000, 0.2, rural=True)), since=2026),
    Place("rochdale", "Rochdale", NORTH_WEST, (("354", "Rochdale"),), "Co-op Street Arts", 38, "standing",
          {**PAKISTANI, "bangladeshi": 0.15}, (
        Town("Rochdale", 389600, 412500, "OL11", 0.75, 1600, 0.5), Town("Heywood", 385700, 410800, "OL10", 0.1, 1400, 0.2),
        Town("Middleton", 387000, 406100, "M24", 0.15, 1400, 0.15),
        Town("Littleborough", 393800, 416300, "OL15", 0.03, 2000, 0.15, rural=True))),
    Place("rotherham", "Rotherham", YORKSHIRE, (("372", "Rotherham"),), "Forge Island Trust", 24, "brokering",
          {**PAKISTANI, "gypsy_roma": 0.3}, (
        Town("Rotherham", 442800, 392300, "S65", 0.6, 1500, 0.5), Town("Wath upon Dearne", 443400, 400900, "S63", 0.05, 1600, 0.25),
        Town("Maltby", 452800, 391800, "S66", 0.04, 2000, 0.25))),
    Place("sheffield", "Sheffield", YORKSHIRE, (("373", "Sheffield"),), "Little Mesters’ Trust", 34, "standing",
          {**MANY, "pakistani": 0.45, "gypsy_roma": 0.08}, (
        Town("Burngreave", 436000, 388900, "S4", 0.92, 1100, 0.35), Town("Sharrow", 434700, 385500, "S7", 0.55, 1100, 0.2),
        Town("Crookes", 432700, 387600, "S10", 0.2, 1400, 0.25),
        Town("Stocksbridge", 427300, 398300, "S36", 0.02, 2400, 0.2, rural=True)), recruiting=False),
    Place("stockport", "Stockport", NORTH_WEST, (("356", "Stockport"),), "Underbank Learning", 18, "brokering",
          {**PAKISTANI, "chinese": 0.1, "mixed_other": 0.15}, (
        Town("Heaton Norris", 388600, 391000, "SK4", 0.45, 1200, 0.45), Town("Cheadle Hulme", 387200, 386700, "SK8", 0.3, 1500, 0.25),
        Town("Marple", 396000, 388500, "SK6", 0.04, 2200, 0.3, rural=True))),
    Place("tower-hamlets", "Tower Hamlets", LONDON, (("211", "Tower Hamlets"),), "Ropewalk Trust", 22, "brokering", BENGALI, (
        Town("Bethnal Green", 534900, 182700, "E2", 0.85, 800, 0.4), Town("Poplar", 537800, 181000, "E14", 0.75, 900, 0.35),
        Town("Wapping", 534800, 180300, "E1W", 0.4, 500, 0.25))),
    Place("walsall", "Walsall", WEST_MIDLANDS, (("335", "Walsall"),), "Saddlers’ Trust", 26, "offered",
          {**PAKISTANI, "indian": 0.4}, (
        Town("Walsall", 400900, 297600, "WS1", 0.8, 1300, 0.5), Town("Bloxwich", 399800, 301900, "WS3", 0.12, 1500, 0.25),
        Town("Aldridge", 405900, 300600, "WS9", 0.08, 1600, 0.25))),
    Place("waltham-forest", "Waltham Forest", LONDON, (("320", "Waltham Forest"),), "Marsh Lane Arts", 16, "standing",
          {**MANY, "pakistani": 0.35}, (
        Town("Walthamstow", 537300, 189000, "E17", 0.75, 1200, 0.45), Town("Leyton", 538000, 186900, "E10", 0.8, 900, 0.3),
        Town("Chingford", 538700, 193300, "E4", 0.25, 1300, 0.25)), recruiting=False, shape="five_sessions"),
)  # fmt: skip
