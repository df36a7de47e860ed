"""Invented names: of schools, built from two halves that no map has together, and of people."""

from __future__ import annotations

import re

import numpy as np


def _list(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_FIRST = _list("""
    Amberlow Appleswift Barleymoon Bellwhistle Birchlantern Brackenfeather Bramblewick Butterfern Candlebeck
    Cherrypenny Cloverwhit Copperwing Cornflint Curlewdown Daisybarrow Dappledene Dewlark Driftmallow Elderpool
    Embercroft Fennelthwaite Ferndapple Finchmarle Foxlantern Gorsewhistle Goldfinchley Gooseberrow Harebellow
    Hawkmallow Hazelmoot Heatherpike Honeythorpe Ivybellow Jackdawley Juniperfold Kestrelbeck Kingfern Lanternhythe
    Larkwhistle Lavenderby Linnetstow Mallowpenny Maplemoot Marigoldby Meadowpike Merlinhythe Mistlebarrow
    Mossfeather Nettlewhit Nutmegley Oakwhistle Otterfold Owlpenny Pebblewick Pepperstow Periwinkley Plumfeather
    Poppythwaite Primrosefold Quillbeck Rainmallow Robinhythe Rowanpenny Rushlantern Saffronby Sagewhistle
    Skylarkley Sorrelmoot Sparrowdene Starlingby Sunbarrow Swallowpike Tansybeck Teaselfold Thistlepool Thrushmoor
    Timberlark Toadflaxley Tumblebrook Violetstow Wagtailby Walnutpike Warblerfold Willowpenny Windmallow
    Wrenlantern Yarrowhythe Yewfeather
""")
_SECOND = (
    "",
    *(f" {word}" for word in _list("Lane Road Park Green Hill Fields Bank Street Common Bridge Moor Rise Grove Mill")),
)
_GIVEN = _list("""
    Aaliyah Abigail Adeel Agnieszka Aisha Alan Amina Amir Andrea Anita Anwar Asha Ayesha Barbara Ben Bilal Carla
    Caroline Catherine Chidi Claire Colin Daniel David Deepa Denise Donna Ebony Elaine Elena Emma Esther Farah
    Fatima Fiona Folake Gareth Gemma Gloria Grace Graham Hafsa Hannah Harpreet Heather Helen Ibrahim Imran Irena
    Jagdeep James Janet Jasmin Jo Joanna Joseph Julie Kamal Karen Kate Kevin Khadija Kiran Laura Leanne Lena Liam
    Linda Lorna Louise Lucy Manjit Marcus Maria Mariam Mark Martin Mehreen Michael Michelle Mina Mohammed Monika
    Nadia Naomi Nasreen Neil Nicola Nimra Olga Oliver Omar Parveen Patrick Paul Peter Philippa Priya Rachel Raj
    Rebecca Rehana Richard Rita Robert Rosa Ruth Saima Sally Samina Sandra Sara Shabana Sharon Simon Sobia Sophie
    Stella Stephen Sunita Susan Tahira Tanya Temi Thomas Tina Tom Uzma Veronica Victoria Vikram Wendy Yasmin Yusuf
    Zainab Zoe
""")
_FAMILY = _list("""
    Abara Adeyemi Ahmed Akhtar Ali Allenby Anand Appleyard Armitage Ashby Aziz Bains Barnwell Begum Bhatti Birkett
    Booth Bradwell Brennan Butt Caddick Carrow Chaudhry Choudhury Clegg Coates Crossley Dalby Das Dearden Desai
    Dhillon Doyle Eastwood Ellis Farrow Fielding Fletcher Ghani Gill Greenhalgh Gupta Haddon Hanif Hargreaves
    Haworth Hepworth Holroyd Hussain Iqbal Jabeen Jowett Kaur Kelsall Kenyon Khalid Khan Kowalska Kumar Lockwood
    Lomas Mahmood Malik Marsden Mistry Moorhouse Nawaz Ndlovu Newbould Nowak Nuttall Oduya Ogden Okafor Oldroyd Osei
    Parekh Parveen Patel Pickles Popescu Prescott Qureshi Rafiq Rahman Ramsden Rashid Redfern Rigby Rowbotham Sadiq
    Sandhu Saunders Shah Sharif Sharp Siddiqui Sidhu Singh Stansfield Sutcliffe Sykes Tattersall Thorne Tordoff
    Uddin Varley Wadsworth Walmsley Whitaker Winder Wojcik Yates Zaman
""")


class Names:
    """Hands out names, each school's only once."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        stems = [first + second for first in _FIRST for second in _SECOND]
        self._stems = [stems[i] for i in rng.permutation(len(stems))]
        self._addresses: set[str] = set()

    def stem(self) -> str:
        """The part of a school's name that is its own, never handed out twice."""
        return str(self._stems.pop())

    def street(self) -> str:
        """A house number and a street; streets may have the same name in different towns."""
        kind = ("Street", "Road", "Lane", "Avenue")[self._rng.integers(4)]
        return f"{self._rng.integers(1, 190)} {_FIRST[self._rng.integers(len(_FIRST))]} {kind}"

    def person(self) -> str:
        """A given and a family name."""
        return f"{_GIVEN[self._rng.integers(len(_GIVEN))]} {_FAMILY[self._rng.integers(len(_FAMILY))]}"

    def address(self, local: str, domain: str) -> str:
        """An e-mail address under example.org that nobody else in the network has."""
        wished = f"{slug(local, '.')}@{domain}"
        address, n = wished, 2
        while address in self._addresses:
            address, n = wished.replace("@", f"{n}@"), n + 1
        self._addresses.add(address)
        return address


def slug(words: str, between: str = "") -> str:
    """Letters and digits only."""
    made: str = re.sub(r"[^a-z0-9]+", between, words.lower())
    return made.strip(between or None)
