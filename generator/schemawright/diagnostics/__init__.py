"""Everything the tool can complain about, as data: one constructor for each code.

The text of a finding says what was found; `hint` says what to do about it. Positions (line and
column) are worked out only when a finding is shown, unless the finding is about text that could
not be parsed and therefore has no pointer.
"""

from __future__ import annotations

from schemawright.diagnostics.documents import (
    bad_lock,
    changed_remote,
    duplicate_key,
    nested_too_deeply,
    no_schemas,
    syntax_error,
    too_large,
    unreachable_remote,
    unreadable,
)
from schemawright.diagnostics.finding import (
    MOST_SHOWN,
    Diagnostic,
    InputError,
    Related,
    Report,
    Severity,
    listed,
    shown,
    warning,
)
from schemawright.diagnostics.patterns import (
    bad_pattern,
    foreign_pattern,
    slow_pattern,
    unchecked_pattern,
)
from schemawright.diagnostics.references import (
    conflicting_definition,
    missing_root,
    no_such_place,
    not_a_schema,
    reference_loop,
    refused_reference,
    several_schemas,
    unbundled,
    unknown_dialect,
    unresolved_reference,
)
from schemawright.diagnostics.schemas import (
    bad_discriminator,
    contradicting_type,
    empty_enum,
    enum_value_of_other_type,
    ignored_sibling,
    malformed_keyword,
    misplaced_enum,
    never,
    repeated_alternative,
    repeated_value,
    unused_default,
)
from schemawright.diagnostics.writing import (
    bad_option,
    changed_by_hand,
    foreign_file,
    unwritable,
)

__all__ = [
    "MOST_SHOWN",
    "Diagnostic",
    "InputError",
    "Related",
    "Report",
    "Severity",
    "bad_discriminator",
    "bad_lock",
    "bad_option",
    "bad_pattern",
    "changed_by_hand",
    "changed_remote",
    "conflicting_definition",
    "contradicting_type",
    "duplicate_key",
    "empty_enum",
    "enum_value_of_other_type",
    "foreign_file",
    "foreign_pattern",
    "ignored_sibling",
    "listed",
    "malformed_keyword",
    "misplaced_enum",
    "missing_root",
    "nested_too_deeply",
    "never",
    "no_schemas",
    "no_such_place",
    "not_a_schema",
    "reference_loop",
    "refused_reference",
    "repeated_alternative",
    "repeated_value",
    "several_schemas",
    "shown",
    "slow_pattern",
    "syntax_error",
    "too_large",
    "unbundled",
    "unchecked_pattern",
    "unknown_dialect",
    "unreachable_remote",
    "unreadable",
    "unresolved_reference",
    "unused_default",
    "unwritable",
    "warning",
]
