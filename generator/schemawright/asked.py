"""What commands can be asked, by name: on the command line, in the environment, in a file."""

from __future__ import annotations

from typing import NotRequired, TypedDict

PREFIX = "SCHEMAWRIGHT"
"""What the names of environment variables begin with."""

CONFIGURABLE = (
    *("source", "root", "dialect", "operations", "on_missing", "resource", "allow_path"),
    *("allow_remote", "update_remotes", "lock", "key_order"),
    *("lock_names", "rename", "prune"),
    *("package", "out", "docs", "edition", "templates", "target"),
    *("assert_formats", "pattern_engine"),
    *("access", "allow_type", "formats", "open_enums", "validate_on_init"),
    *("weakref", "eager", "line_length", "format"),
)
"""Options that can also stand in a configuration file."""


class Asked(TypedDict):
    """What stands on the command line or in the environment; None and () stand for nothing."""

    source: tuple[str, ...]
    root: tuple[str, ...]
    dialect: str | None
    operations: bool | None
    on_missing: str | None
    resource: tuple[str, ...]
    allow_path: tuple[str, ...]
    allow_remote: tuple[str, ...]
    lock: str | None
    key_order: str | None
    package: NotRequired[str | None]
    out: NotRequired[str | None]
    docs: NotRequired[str | None]
    edition: NotRequired[str | None]
    templates: NotRequired[str | None]
    target: NotRequired[tuple[str, ...]]
    assert_formats: NotRequired[bool | None]
    pattern_engine: NotRequired[str | None]
    access: NotRequired[str | None]
    allow_type: NotRequired[tuple[str, ...]]
    formats: NotRequired[str | None]
    open_enums: NotRequired[bool | None]
    validate_on_init: NotRequired[bool | None]
    weakref: NotRequired[bool | None]
    eager: NotRequired[bool | None]
    line_length: NotRequired[int | None]
    format: NotRequired[str | None]
    lock_names: NotRequired[bool | None]
    rename: NotRequired[tuple[str, ...]]
    prune: NotRequired[bool | None]
    update_remotes: NotRequired[bool | None]
    report: str
    verbose: bool
    quiet: bool


class ValidationAsked(Asked):
    """What is asked of `validate` besides."""

    schema: str | None
    syntax: str
    jobs: int | None
    fail_fast: bool


class ComparisonAsked(Asked):
    """What is asked of `diff` besides."""

    direction: str | None
    fail_on: str
    version: str | None
    warnings: str


class PackagingAsked(Asked):
    """What is asked of `package` besides."""

    project: str | None
    name: str | None
    description: str | None
    license: str | None
    license_file: str | None
    author: tuple[str, ...]
    url: tuple[str, ...]
    version: str | None
    previous: str | None
    direction: str | None
    workflow: str | None
    build: bool
    check: bool


class PublishingAsked(TypedDict):
    """What is asked of `publish`."""

    project: str
    repository_url: str
    index_url: str | None
    previous: str | None
    uploader: str
    dry_run: bool
    report: str
    verbose: bool
    quiet: bool


class SiteAsked(Asked):
    """What is asked of `docs` besides."""

    output: str | None
    previous: str | None
    serve: bool
    port: int
