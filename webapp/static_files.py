"""The app's own scripts and styles. Browsers keep them for good, as their address changes whenever one of them does."""

import hashlib
import re
from functools import cache
from pathlib import Path

LONGEST_KEPT = 365 * 24 * 3600  # seconds
_IMPORTED = re.compile(r'\bfrom "\./([^"]+)"')


def version_of(folder: Path) -> str:
    """A name for what the files in a folder are now."""
    digest = hashlib.sha256()
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(folder).as_posix()} {len(content)} ".encode() + content)
    return digest.hexdigest()[:16]


@cache
def modules_of(script: Path) -> tuple[str, ...]:
    """The names of a script and of all that it imports, however deep: a browser that learns of them one by one takes a
    journey to the server and back for each level."""
    found = [script.name]
    for name in found:  # grows meanwhile
        imported = _IMPORTED.findall((script.parent / name).read_text())
        found += [module for module in dict.fromkeys(imported) if module not in found]
    return tuple(found)
