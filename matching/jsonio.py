"""Dataclasses to and from plain JSON values, with a sentence that names the place when something is wrong."""

from __future__ import annotations

import dataclasses
import json
import math
import types
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from matching.errors import BadProblem

T = TypeVar("T")
LARGEST_WHOLE = 10**15
PLAIN = frozenset((str, int, float, bool, type(None)))


def encode(value: Any) -> Any:
    """Plain JSON values of a dataclass: sets become sorted lists, mappings objects."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if dataclasses.is_dataclass(kind):
        return {name: encode(getattr(value, name)) for name in _fields(kind)}
    if isinstance(value, Mapping):
        return {str(k): encode(v) for k, v in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((encode(v) for v in value), key=str)
    if isinstance(value, (list, tuple)):
        return [encode(v) for v in value]
    return value


def decode(kind: type[T], data: object, place: str) -> T:
    """A value of dataclass `kind` from plain JSON values. Raises `BadProblem` naming `place`."""
    if not isinstance(data, Mapping):
        raise BadProblem(f"{place} should be an object with named fields, not {_called(data)}.")
    hints = _hints(cast(Any, kind))
    known = {f.name: f for f in dataclasses.fields(cast(Any, kind)) if not f.name.startswith("_")}
    for key in data:
        if key not in known:
            raise BadProblem(f"{place} has a field “{key}” that is not known. Known are: {', '.join(known)}.")
    for name, field in known.items():
        if name not in data and field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise BadProblem(f"{place} lacks the field “{name}”.")
    return kind(**{key: _value(hints[key], data[key], f"{place}.{key}") for key in data})


def read_json(path: str | Path) -> object:
    """The content of a JSON file. Raises `BadProblem` with line and column where it is not JSON."""
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"), object_pairs_hook=_once_each)
    except FileNotFoundError:
        raise BadProblem(f"There is no file {path}.") from None
    except OSError as error:
        raise BadProblem(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise BadProblem(f"{path} is not a JSON file: {error}.") from None
    except BadProblem as problem:
        raise BadProblem(f"In {path} {problem}") from None
    except RecursionError:
        raise BadProblem(f"{path} is no problem: its lists are nested too deeply.") from None
    except ValueError:  # a whole number of more digits than Python reads
        raise BadProblem(f"{path} holds a number that is too long.") from None


def _once_each(fields: list[tuple[str, object]]) -> dict[str, object]:
    """An object; a field that is there twice would be read as the last one without a word."""
    out = dict(fields)
    if len(out) < len(fields):
        twice = next(name for k, (name, _) in enumerate(fields) if name in {other for other, _ in fields[:k]})
        raise BadProblem(f"an object has the field “{twice}” twice.")
    return out


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(kind) if not f.name.startswith("_"))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, localns={"Session": object, "Problem": object})


def _called(data: object) -> str:
    names = {str: "text", int: "a number", float: "a number", bool: "true or false", list: "a list", dict: "an object"}
    return "nothing" if data is None else f"{names.get(type(data), type(data).__name__)} ({str(data)[:40]})"


def _value(hint: Any, data: Any, place: str) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if data is None and type(None) in args:
            return None
        return _value(next(a for a in args if a is not type(None)), data, place)
    if origin is Literal:
        if data not in args:
            raise BadProblem(f"{place} is “{data}”, but should be one of: {', '.join(map(str, args))}.")
        return data
    if origin in (tuple, frozenset):
        return _sequence(origin, args, data, place)
    if origin in (Mapping, dict):
        if not isinstance(data, Mapping):
            raise BadProblem(f"{place} should be an object, not {_called(data)}.")
        return {str(k): _value(args[1], v, f"{place}.{k}") for k, v in data.items()}
    if dataclasses.is_dataclass(hint):
        return decode(cast(type, hint), data, place)
    return _plain(hint, data, place)


def _sequence(origin: Any, args: tuple[Any, ...], data: Any, place: str) -> Any:
    if not isinstance(data, (list, tuple, set, frozenset)):
        raise BadProblem(f"{place} should be a list, not {_called(data)}.")
    if origin is frozenset or (len(args) == 2 and args[1] is Ellipsis):
        return origin(_value(args[0], v, f"{place}[{k}]") for k, v in enumerate(data))
    if len(data) != len(args):
        raise BadProblem(f"{place} should hold {len(args)} values, and holds {len(data)}.")
    return tuple(_value(a, v, f"{place}[{k}]") for k, (a, v) in enumerate(zip(args, data, strict=True)))


def _plain(hint: Any, data: Any, place: str) -> Any:
    if hint is Any:
        return data
    if hint is float and isinstance(data, (int, float)) and not isinstance(data, bool):
        if isinstance(data, int) and abs(data) > LARGEST_WHOLE:
            raise BadProblem(f"{place} is too large: {_called(data)}.")
        if not math.isfinite(data):
            raise BadProblem(f"{place} is not a number.")
        return float(data)
    if hint is int and isinstance(data, float) and data.is_integer():
        return int(data)
    if hint is str and isinstance(data, int) and not isinstance(data, bool):
        return str(data)
    if not isinstance(data, hint) or (hint is int and isinstance(data, bool)):
        wanted = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}.get(hint, hint.__name__)
        raise BadProblem(f"{place} should be {wanted}, not {_called(data)}.")
    return data
