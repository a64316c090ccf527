# SPDX-License-Identifier: Apache-2.0
"""``python -m isomodel.schema DIRECTORY``: write the published schemas of this version below a directory, anew."""

import sys
from pathlib import Path

from isomodel.schema import files


def main(directory: str) -> None:
    """Write every file, and remove those of the same version that are none any more."""
    root = Path(directory)
    written = files()
    for version in {name.partition("/")[0] for name in written}:
        for path in (root / version).rglob("*"):
            if path.is_file() and str(path.relative_to(root)) not in written:
                path.unlink()
    for name, text in written.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
