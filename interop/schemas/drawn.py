# SPDX-License-Identifier: Apache-2.0
"""Let somebody else draw documents from the schemas, and read them: nothing a schema can say may be wrong with them.

This is the other side of ``tests/test_schema_agreement.py``, which begins with the classes. The documents are drawn by
hypothesis-jsonschema, which was last released for an older hypothesis and does not run with a present one: that is why
this is a session of its own, ``schemas-drawn``. It knows draft-07 and cannot follow references inside a schema with a
name of its own, so that it is given the twin with every reference replaced by what it leads to; a class inside itself
ends there. Ends with 1 where a schema accepts what reading refuses with a code that a schema can say.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections import Counter
from importlib import metadata
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis_jsonschema import from_schema

from isomodel import schema
from isomodel.documents import FORMATS, loads
from isomodel.errors import DocumentError
from isomodel.schema import Dialect

EXAMPLES = 20
PAGE = (Path(__file__).parent.parent.parent / "docs" / "reference" / "issues.md").read_text(encoding="utf-8")
SAID = dict(re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| (yes|no|before) \|$", PAGE, re.MULTILINE))


def inlined(tree: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON.
    """Put what references lead to in their places."""
    definitions = tree.get("$defs", {})

    def put(part: Any, inside: tuple[str, ...]) -> Any:  # noqa: ANN401 - JSON.
        if isinstance(part, list):
            return [put(one, inside) for one in part]
        if not isinstance(part, dict):
            return part
        if "allOf" in part:
            return put({**part["allOf"][0], **{word: one for word, one in part.items() if word != "allOf"}}, inside)
        if "$ref" in part:
            name = part["$ref"].rpartition("/")[2]
            return False if name in inside else put(definitions[name], (*inside, name))
        return {word: put(one, inside) for word, one in part.items()}

    return put({word: one for word, one in tree.items() if word not in {"$id", "$defs"}}, ())


def told(kind: str, seen: Counter[str]) -> None:
    """Draw documents of a kind and read them; counts what reading tells."""

    @settings(
        max_examples=EXAMPLES, database=None, deadline=None, derandomize=True, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(from_schema(inlined(schema.document(kind).tree(Dialect.DRAFT_07))))
    def law(document: Any) -> None:  # noqa: ANN401 - JSON.
        codes = {"nothing"}
        try:
            loads(json.dumps(document))
        except DocumentError as error:
            codes = {issue.code for issue in error.issues}
        seen.update(codes)
        seen["documents"] += 1

    law()


def main() -> int:
    """Draw from every schema, and tell."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("hypothesis", "hypothesis-jsonschema"))
    print(f"schemas-drawn of {dt.datetime.now(tz=dt.UTC).date()}, Python {sys.version.split()[0]}, {versions}")
    every: Counter[str] = Counter()
    for kind in FORMATS:
        seen: Counter[str] = Counter()
        told(kind, seen)
        print(f"{kind:<28} {seen['documents']:>4} documents: {', '.join(sorted(seen.keys() - {'documents'}))}")
        every += seen
    print("told, in documents: " + ", ".join(f"{count} {code}" for code, count in sorted(every.items())))
    wrong = sorted(code for code in every if SAID.get(code) == "yes")
    print(f"a schema can say {wrong}" if wrong else "nothing of it can be said by a schema")
    return 1 if wrong or not every["nothing"] else 0


if __name__ == "__main__":
    sys.exit(main())
