"""How much CPU time the site takes, beside plain generation, and how large it is.

Each run is a whole process in an empty directory. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from generate import DOCUMENT, IN_MEMORY, OURS, PACKAGE, PYTHON, cost

SITE = (PYTHON, "-m", "schemawright", "docs", "--quiet", "--package", PACKAGE, "-o", ".")
PAGES, ALL, BUILT = "generate --target docs", "generate", "docs"
WAYS = {
    PAGES: (*OURS, "--no-cache", "--out", ".", "--target", "docs"),
    ALL: (*OURS, "--no-cache", "--out", "."),
    BUILT: SITE,
}
"""Commands that a document is to be added to: the pages in Markdown, all targets, the site."""


def size(document: Path) -> tuple[int, int]:
    """Return how many files a site has, and how many bytes."""
    with TemporaryDirectory(dir=IN_MEMORY) as folder:
        subprocess.run((*SITE, str(document)), cwd=folder, check=True)
        sizes = [each.stat().st_size for each in Path(folder).rglob("*") if each.is_file()]
        return len(sizes), sum(sizes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", nargs="?", type=Path, default=DOCUMENT)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    document: Path = asked.document.resolve()
    found: defaultdict[str, list[float]] = defaultdict(list)
    for number in range(asked.rounds + 1):
        for name, command in WAYS.items():
            seconds = cost((*command, str(document))).seconds
            if number:  # the first round fills caches
                found[name].append(seconds)
    medians = {name: statistics.median(each) for name, each in found.items()}
    print("|                          | CPU s |")
    print("| ------------------------ | ----: |")
    for name, median in medians.items():
        print(f"| {name:<24} | {median:5.2f} |")
    print(
        f"\nthe site takes {medians[BUILT] - medians[PAGES]:+.2f} s beside the pages in Markdown,"
    )
    print(f"and {medians[BUILT] - medians[ALL]:+.2f} s beside all targets")
    files, total = size(document)
    print(f"{files} files, {total:,} bytes")


if __name__ == "__main__":
    main()
