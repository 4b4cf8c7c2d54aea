"""What commands come to: packages that were written or compared, and bundles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemawright.provenance import STDIN

if TYPE_CHECKING:
    from schemawright.config import Options
    from schemawright.diagnostics import Diagnostic
    from schemawright.output import Plan, Stale
    from schemawright.reuse import Trace
    from schemawright.runs import Documents
    from schemawright.source.values import JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A package that was written: how, all findings about it, and the time that it took."""

    options: Options
    plan: Plan
    findings: tuple[Diagnostic, ...]
    documents: Documents
    seconds: float
    looked_at: frozenset[str]
    """Every path that the files depend on."""
    trace: Trace | None
    """What the run leaves for the next one, None where nobody keeps it."""
    is_whole: bool
    """Whether all files were rendered."""
    read: frozenset[str]
    """Those of the user's, as users know them; some may not be there."""

    @property
    def manifest_at(self) -> str:
        """The path of the manifest, which changes whenever what was read says something else."""
        return (self.plan.out / self.plan.manifest_at).as_posix()

    @property
    def place(self) -> str:
        """The directory of the package."""
        return (self.plan.out / self.plan.manifest_at.parent).as_posix()

    @property
    def outputs(self) -> frozenset[str]:
        """The paths of all files of the package."""
        plan = self.plan
        return frozenset(str(plan.out / p) for p in (plan.manifest_at, *plan.record.outputs))

    @property
    def is_repeatable(self) -> bool:
        """Whether files are all that the package depends on."""
        if any(each.code == "other-edition" for each in self.findings):
            return False  # the next run finds the edition that this one has written
        return STDIN not in self.options.sources and not self.options.update_remotes

    @property
    def summary(self) -> str:
        """What was done, in words."""
        plan = self.plan
        count = len(plan.write)
        parts = [f"wrote {count} {'file' if count == 1 else 'files'}"] if count else []
        if plan.remove:
            parts.append(f"removed {len(plan.remove)}")
        if plan.kept:
            parts.append(f"kept {len(plan.kept)}")
        parts.append(f"{plan.unchanged} unchanged")
        return f"{', '.join(parts)} in {self.place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A package that was compared with what is there: what is out of date, and all findings."""

    options: Options
    stale: tuple[Stale, ...]
    findings: tuple[Diagnostic, ...]
    documents: Documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A document that stands for all that its roots need, and all findings."""

    value: JsonValue
    findings: tuple[Diagnostic, ...]
    documents: Documents
    read: frozenset[str]
    """The paths of the files that it was made of, as users know them; some may not be there."""
