"""What is suspicious about the input by its own measure: the schemas that it states.

Nothing here changes what is generated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.review.metaschemas import deviations
from schemawright.review.samples import misfits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.diagnostics import Diagnostic
    from schemawright.source.graph import Graph
    from schemawright.source.references import References


def reviewed(
    references: References,
    graph: Graph,
    known: Sequence[Diagnostic],
    *,
    formats: bool | None = None,
) -> tuple[Diagnostic, ...]:
    """Return all that is suspicious, without what says less about a place than another finding.

    Args:
        references: the documents.
        graph: the roots, and all that they reach.
        known: what was found already.
        formats: whether `format` counts; None leaves that to the dialect.
    """
    found = list(misfits(references, graph, known, formats=formats))
    invalid = {each.location for each in found}
    kept = [each for each in known if each.code != "unused-default" or each.location not in invalid]
    return (*kept, *found, *deviations(references, graph, known))
