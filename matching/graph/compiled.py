"""`compiled`: numba's compiler where there is one, plain Python where there is none (slow, with the same answers)."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

NO_NUMBA = (
    "The compiler numba is not installed here, so links are proposed by plain Python: right, but some hundred times "
    "slower. Install numba for programmes of more than about 100 classes."
)


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


if "NUMBA_CACHE_DIR" not in os.environ and not _writable(Path(__file__).parent / "__pycache__"):
    # A package folder that is read-only: compiled code is kept in the user's own temporary folder instead.
    owner = getattr(os, "getuid", lambda: "user")()
    os.environ["NUMBA_CACHE_DIR"] = str(Path(tempfile.gettempdir()) / f"matching-compiled-{owner}")

try:
    from numba import njit

    HAVE_NUMBA = True
except ImportError:  # pragma: no cover - tried by hand in an environment without numba
    HAVE_NUMBA = False
    warnings.warn(NO_NUMBA, RuntimeWarning, stacklevel=2)


def compiled(function: F) -> F:
    """Compile a function of integers and integer arrays once, and keep the compiled code on disk."""
    if not HAVE_NUMBA:
        return function
    return cast(F, njit(cache=True, boundscheck=False)(function))
