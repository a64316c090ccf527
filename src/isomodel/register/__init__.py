# SPDX-License-Identifier: Apache-2.0
"""Tables that people keep, read as judgements and applicability decisions.

A register is a table of clauses or controls with a word or two about each: a Statement of Applicability, a gap list,
an audit checklist. :func:`read_register` reads it against one edition, and :func:`write_register` writes one. The
rule: nothing is guessed and nothing dropped in silence. Every row of the file is accounted for; a row with a number,
a word or a day that could mean two things, or that contradicts itself, stays out and says why; what has no place in a
judgement travels with it as text. Nothing here opens a file or looks at a clock, and problems of the content are
issues, never exceptions.
"""

from __future__ import annotations

from isomodel.register._reading import read_register
from isomodel.register._results import (
    EXTENSION,
    CellReading,
    ColumnReading,
    NamedEvidence,
    Outcome,
    RegisterImport,
    RegisterRow,
)
from isomodel.register._table import (
    DEFAULT_TABLE_LIMITS,
    DELIMITERS,
    ENCODINGS,
    RegisterTooLargeError,
    TableLimits,
)
from isomodel.register._words import (
    AMBIGUOUS_HEADERS,
    AMBIGUOUS_WORDS,
    HEADER_WORDS,
    REASON_WORDS,
    STATUS_WORDS,
    BareNumbers,
    BlankReference,
    ColumnMapping,
    ColumnRule,
    DateOrder,
    Field,
    HeaderWord,
    StatusWord,
    UnitName,
)
from isomodel.register._writing import neutralized, write_register

__all__ = [
    "AMBIGUOUS_HEADERS",
    "AMBIGUOUS_WORDS",
    "DEFAULT_TABLE_LIMITS",
    "DELIMITERS",
    "ENCODINGS",
    "EXTENSION",
    "HEADER_WORDS",
    "REASON_WORDS",
    "STATUS_WORDS",
    "BareNumbers",
    "BlankReference",
    "CellReading",
    "ColumnMapping",
    "ColumnReading",
    "ColumnRule",
    "DateOrder",
    "Field",
    "HeaderWord",
    "NamedEvidence",
    "Outcome",
    "RegisterImport",
    "RegisterRow",
    "RegisterTooLargeError",
    "StatusWord",
    "TableLimits",
    "UnitName",
    "neutralized",
    "read_register",
    "write_register",
]
