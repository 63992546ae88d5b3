"""Print single packages of a lock, with their hashes, as a requirements file of their own.

python deploy/locked.py requirements-dev.lock uv polib
"""

import re
import sys
from pathlib import Path


def entries(lock: str) -> dict[str, str]:
    """Each package of the lock by name, with its version and hashes as the lock states them."""
    found = re.findall(r"^(([a-z0-9._-]+)==(?:.*\\\n)*.*\n)", lock, re.MULTILINE)
    return {name: entry for entry, name in found}


def main(path: str, *names: str) -> int:
    """Print the entries asked for; exit code 1 names those that the lock does not hold."""
    known = entries(Path(path).read_text())
    missing = [name for name in names if name not in known]
    if missing:
        print(f"{path} does not hold {', '.join(missing)}.", file=sys.stderr)
        return 1
    print("".join(known[name] for name in names), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
