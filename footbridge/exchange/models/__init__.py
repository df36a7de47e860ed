"""What the exchange keeps. Every table about children stands behind the second wall (footbridge/vault/walls.py)."""

from footbridge.exchange.models.care import Concern, ConcernSide, Look
from footbridge.exchange.models.decisions import Decision
from footbridge.exchange.models.ending import Certificate, RoomActivity
from footbridge.exchange.models.families import (
    FamilyAnswer,
    FamilyCode,
    FamilyComing,
    FamilyInvitation,
    News,
    NewsPiece,
)
from footbridge.exchange.models.game import Game, GameRound, GameTold, GameVote
from footbridge.exchange.models.houserules import Away, HouseRule
from footbridge.exchange.models.keeping import Book, Goodbye
from footbridge.exchange.models.kept import KeptDecision, PermissionCount
from footbridge.exchange.models.labels import LARGEST_CLASS, Label
from footbridge.exchange.models.lesson import Lesson
from footbridge.exchange.models.parcels import Parcel
from footbridge.exchange.models.pieces import Piece, PieceChild, Release, Trusted
from footbridge.exchange.models.resources import AddedActivity
from footbridge.exchange.models.speech import Correction, FamilyLanguage, Review
from footbridge.exchange.models.talk import Answer, Question, TeacherMessage

__all__ = [
    "LARGEST_CLASS",
    "AddedActivity",
    "Answer",
    "Away",
    "Book",
    "Certificate",
    "Concern",
    "ConcernSide",
    "Correction",
    "Decision",
    "FamilyAnswer",
    "FamilyCode",
    "FamilyComing",
    "FamilyInvitation",
    "FamilyLanguage",
    "Game",
    "GameRound",
    "GameTold",
    "GameVote",
    "Goodbye",
    "HouseRule",
    "KeptDecision",
    "Label",
    "Lesson",
    "Look",
    "News",
    "NewsPiece",
    "Parcel",
    "PermissionCount",
    "Piece",
    "PieceChild",
    "Question",
    "Release",
    "Review",
    "RoomActivity",
    "TeacherMessage",
    "Trusted",
]
