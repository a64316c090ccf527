# SPDX-License-Identifier: Apache-2.0
"""List all that is wrong in a file: what keeps it from being read, or what an auditor would ask about.

Without an argument it looks at the example company; with one, at that file, such as ``examples/broken/bad-date.json``.
"""

import datetime as dt
import sys
from collections import Counter
from pathlib import Path

import isomodel
from isomodel import Assessment, DocumentError, Issue, assessment, catalogue


def problems(path: Path) -> tuple[Issue, ...]:
    """Return what is wrong in the file, or in the record that it holds."""
    try:
        record = isomodel.load(path)
    except DocumentError as error:
        return error.issues
    if not isinstance(record, Assessment):
        sys.exit(f"{path} holds something else than an assessment")
    return assessment.issues(record, catalogue.load_for(record), on=dt.date(2026, 11, 23))


default = Path(__file__).parent / "brackwater" / "assessment.json"
found = problems(Path(sys.argv[1]) if sys.argv[1:] else default)
for (severity, code), count in sorted(Counter((issue.severity.value, issue.code) for issue in found).items()):
    print(f"{count:>3} × {severity} {code}")
for issue in found:
    print(issue)

# Without an argument it prints (… stands for lines left out here):
#    10 × warning conforming-without-evidence
#     3 × warning evidence-lapsed
#    14 × warning evidence-not-current
#     1 × warning management-review-overdue
#   …
#   /evidence/42: EV-049 is past its validity on 2026-11-23 and still named as support [evidence-lapsed]
#   /evidence/55: EV-063 is past its validity on 2026-11-23 and still named as support [evidence-lapsed]
#   /management_reviews/2/planned_on: MR-26-2 was planned for 2026-10-15 and is not recorded as performed …
