"""The Jinja environment: templates place text that is already Python, Markdown or HTML.

In HTML, text is escaped unless a template says that it is HTML already.
"""

from __future__ import annotations

from functools import cache, lru_cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from jinja2 import Template


def builtin_templates() -> Traversable:
    """Return the shipped templates: inside the package in a wheel, `templates/` in a checkout."""
    packaged = files("schemawright") / "templates"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "templates"


def template_files() -> list[Path]:
    """Return every shipped template, and the directories that they lie in."""
    root = Path(str(builtin_templates()))
    return [root, *sorted(root.rglob("*"))]


def source(name: str) -> str:
    """Return a template as it is written: what nothing is placed in needs no rendering."""
    return builtin_templates().joinpath(*name.split("/")).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    found = Environment(
        loader=FunctionLoader(source),
        autoescape=select_autoescape(("html.jinja",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    found.filters["text"] = _text
    return found


def _text(value: str) -> Markup:
    """Return text for HTML, outside of tags: quotes are themselves there."""
    return Markup(escape(value, quote=False))  # noqa: S704 - it is escaped


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


def forget() -> None:
    """Read templates anew when they are next used, as they may have changed."""
    _environment.cache_clear()
    _template.cache_clear()


def render(name: str, view: object) -> str:
    """Return the text that a template makes of a frozen view, which it knows as `view`.

    Args:
        name: the template's path below the templates, such as `python/enums.py.jinja`.
        view: what there is to place.
    """
    return _template(name).render(view=view)
