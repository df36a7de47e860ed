"""`compiled`: numba's compiler where there is one, plain Python where there is none (slow, with the same answers).

Compiled code is kept on disk in a folder named after a hash of this package's source. Numba itself looks only at the file
of the function it compiles, and would otherwise keep using old code of a function that was changed in another file.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

NO_NUMBA = (
    "The compiler numba is not installed here, so links are proposed by plain Python: right, but some hundred times "
    "slower. Install numba for programmes of more than about 100 classes."
)


def _cache_folder() -> str:
    """Where compiled code is kept: beside the source, or in the user's temporary folder where that is read-only."""
    here = Path(__file__).parent
    stamp = blake2b(digest_size=8)
    for source in sorted(here.glob("*.py")):
        text = source.read_bytes()
        if b"\n@compiled\n" in text:
            stamp.update(text)
    owner = getattr(os, "getuid", lambda: "user")()
    places = [here / "__pycache__", Path(tempfile.gettempdir()) / f"matching-compiled-{owner}"]
    if "NUMBA_CACHE_DIR" in os.environ:
        places.insert(0, Path(os.environ["NUMBA_CACHE_DIR"]))
    for place in places:
        folder = place / f"compiled-{stamp.hexdigest()}"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not _ours(folder):
                continue
            with tempfile.TemporaryFile(dir=folder):
                return str(folder)
        except OSError:
            continue
    return tempfile.mkdtemp()


def _ours(folder: Path) -> bool:
    """True unless somebody else could have put code there: it is run when it is read."""
    if not hasattr(os, "getuid"):
        return True
    kept = folder.stat()
    return kept.st_uid == os.getuid() and not kept.st_mode & 0o022


try:
    import numba

    HAVE_NUMBA = True
    FOLDER = _cache_folder()
except ImportError:  # pragma: no cover - tried by hand in an environment without numba
    HAVE_NUMBA = False
    FOLDER = ""
    warnings.warn(NO_NUMBA, RuntimeWarning, stacklevel=2)


def compiled(function: F) -> F:
    """Compile a function of integers and integer arrays once, and keep the compiled code on disk."""
    if not HAVE_NUMBA:
        return function
    config: Any = numba.config
    before = config.CACHE_DIR
    config.CACHE_DIR = FOLDER
    try:
        return cast(F, numba.njit(cache=True, boundscheck=False)(function))
    finally:
        config.CACHE_DIR = before
