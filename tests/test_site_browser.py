"""The site in a real browser: what people find, click, press and read there."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from schemawright import settings
from schemawright.location import Location
from schemawright.site import build
from schemawright.site.command import changes_since
from site_browser import NARROW, WIDE, chromium, shown, watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

    from site_browser import Watched

AXE = files("axe_playwright_python") / "axe.min.js"
"""axe-core, which the package brings."""

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def site(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    given = {"source": (repository / "schemas").as_posix(), "root": "Call", "package": "calls"}
    options = settings.options(given, lambda key: (Location(key), None))
    old = folder / "old"
    old.mkdir()
    for path in (repository / "schemas").glob("*.json"):
        (old / path.name).write_bytes(path.read_bytes())
    call = json.loads((old / "Call.json").read_text(encoding="utf-8"))
    del call["properties"]["endedReason"]
    call["properties"]["gone"] = {"type": "string"}
    (old / "Call.json").write_text(json.dumps(call), encoding="utf-8")
    built = build.built(options, changes_since(options, old.as_posix()))
    build.write(built, folder / "site", force=False)
    return folder / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def tab(browser: Browser, site: Path) -> Iterator[Watched]:
    with watched(browser) as found:
        shown(found.page, site, "index.html")
        yield found
        assert found.errors == []
        assert [each for each in found.requests if not each.startswith(site.as_uri())] == []


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def search(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)


def is_in_view(page: Page, anchor: str) -> bool:
    box = page.locator(f"[id='{anchor}']").bounding_box()
    return box is not None and 0 <= box["y"] <= WIDE[1]


def test_search_finds(tab: Watched) -> None:
    """A field by both of its names, a value, a type, and words of a description."""
    for text, found, leads_to in (
        ("ended_reason", "Call.ended_reason", "call.html#ended_reason"),
        (
            "silence-timed-out",
            "CallEndedReason.SILENCE_TIMED_OUT",
            "#EndedReason.SILENCE_TIMED_OUT",
        ),
        ("callendedreason", "CallEndedReason", "call.html#EndedReason"),
        ("transferplan", "TransferPlan", "transfer_plan.html"),
        ("operator parties joined", "TransferPlan.transfer_complete_audio_url", "_audio_url"),
        ("endedReason", "Call.ended_reason", "call.html#ended_reason"),
    ):
        search(tab.page, text)
        first = options(tab.page).first
        expect(first.locator("b")).to_have_text(found)
        expect(first).to_have_attribute("href", re.compile(re.escape(leads_to) + "$"))
        expect(first).to_have_attribute("aria-selected", "true")
        expect(tab.page.get_by_role("combobox")).to_have_value(text)
        if text != "endedReason":
            tab.page.get_by_role("combobox").clear()
            tab.page.get_by_role("combobox").blur()
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/call.html#ended_reason")


def test_all_that_was_looked_for_is_marked(tab: Watched) -> None:
    """Each word, as often as it is there; what is looked for is no pattern."""
    for text, marks in (
        ("operator parties joined", {"operator", "parties", "joined"}),
        ("ended reason", {"Ended", "Reason", "ended", "reason"}),
        ("[property=value]", {"[property=value]"}),
    ):
        search(tab.page, text)
        found = options(tab.page).first.locator("mark").all_text_contents()
        assert set(found) <= marks, found
        assert {each.lower() for each in found} == set(text.split()), found
        tab.page.get_by_role("combobox").clear()
        tab.page.get_by_role("combobox").blur()


def test_what_is_not_there_is_not_found(tab: Watched) -> None:
    search(tab.page, "no such thing anywhere")
    expect(tab.page.locator(".results [role=status]")).to_have_text("0 results")
    expect(options(tab.page)).to_have_count(0)


def test_a_deep_link_leads_to_its_value(tab: Watched, site: Path) -> None:
    shown(tab.page, site, "call.html#EndedReason.SILENCE_TIMED_OUT")
    assert is_in_view(tab.page, "EndedReason.SILENCE_TIMED_OUT")


def test_links_lead_to_a_type_and_back_to_the_field(tab: Watched, site: Path) -> None:
    shown(tab.page, site, "call.html")
    tab.page.locator("[id=artifact_plan] a", has_text="ArtifactPlan").last.click()
    tab.page.wait_for_url("**/artifact_plan.html")
    tab.page.locator(".users a", has_text=re.compile("^Call$")).click()
    tab.page.wait_for_url("**/call.html#artifact_plan")
    assert is_in_view(tab.page, "artifact_plan")


def test_the_theme_is_toggled_and_kept(tab: Watched, site: Path) -> None:
    def back() -> str:
        return str(tab.page.evaluate("getComputedStyle(document.body).backgroundColor"))

    button = tab.page.get_by_role("button", name="Dark")
    expect(button).to_have_attribute("aria-pressed", "false")
    light = back()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    dark = back()
    assert light != dark
    shown(tab.page, site, "call.html")
    assert back() == dark


def test_the_theme_is_the_systems_at_first(browser: Browser, site: Path) -> None:
    with watched(browser, dark=True) as found:
        shown(found.page, site, "call.html")
        expect(found.page.get_by_role("button", name="Dark")).to_have_attribute(
            "aria-pressed", "true"
        )


def test_everything_can_be_done_with_the_keyboard(tab: Watched, site: Path) -> None:
    page = tab.page
    shown(page, site, "transfer_plan.html")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    search(page, "status")
    page.keyboard.press("ArrowDown")
    second = options(page).nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    field = page.get_by_role("combobox")
    expect(field).to_have_attribute("aria-activedescendant", str(second.get_attribute("id")))
    page.keyboard.press("ArrowUp")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    python = page.get_by_role("tab", name="Python").first
    python.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="JSON").first).to_be_focused()
    expect(page.get_by_role("tabpanel").first).to_contain_text('"mode": "blind-transfer"')
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy").first).to_be_focused()


def test_a_slash_can_be_typed(tab: Watched) -> None:
    search(tab.page, "a/b")
    expect(tab.page.get_by_role("combobox")).to_have_value("a/b")


def test_examples_are_copied(browser: Browser, site: Path) -> None:
    with watched(browser) as found:
        page = found.page
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        shown(page, site, "transfer_plan.html")
        button = page.locator(".copy").first
        button.click()
        expect(button).to_have_text("Copied")
        text = str(page.evaluate("navigator.clipboard.readText()"))
        assert text.startswith("from calls import TransferPlan, TransferPlanMode\n")


def test_long_lists_are_filtered(tab: Watched, site: Path) -> None:
    page = tab.page
    shown(page, site, "call.html")
    field = page.get_by_role("searchbox", name=re.compile("Values of CallEndedReason"))
    rows = page.locator("table.values", has_text="Values of CallEndedReason").locator("tbody tr")
    expect(rows).to_have_count(571)
    field.fill("silence timed")
    expect(rows.filter(visible=True)).to_have_count(1)
    page.evaluate("location.hash = 'EndedReason.VOICEMAIL'")
    expect(rows.filter(visible=True)).to_have_count(571)


def test_the_drawing_leads_to_neighbours(tab: Watched, site: Path) -> None:
    shown(tab.page, site, "transfer_plan.html")
    tab.page.locator("svg a", has_text="TransferDestinationSip").click()
    tab.page.wait_for_url("**/transfer_destination_sip.html")


def test_changes_lead_to_what_has_changed(tab: Watched) -> None:
    tab.page.get_by_role("link", name="Changes", exact=True).click()
    tab.page.wait_for_url("**/changes.html")
    expect(tab.page.locator("main")).to_contain_text("'gone'")
    tab.page.locator("main a", has_text="Call.ended_reason").click()
    tab.page.wait_for_url("**/call.html#ended_reason")


def test_nothing_lies_under_something_else(tab: Watched, site: Path) -> None:
    """The list of types stands beside what is read, the footer included."""
    shown(tab.page, site, "changes.html")
    side = tab.page.get_by_role("navigation").bounding_box()
    for name in ("main p", "footer p"):
        box = tab.page.locator(name).first.bounding_box()
        assert box is not None
        assert side is not None
        assert box["x"] >= side["x"] + side["width"]


def test_types_are_a_menu_on_a_phone(browser: Browser, site: Path) -> None:
    with watched(browser, NARROW) as found:
        page = found.page
        shown(page, site, "call.html")
        side = page.get_by_role("navigation")
        expect(side).to_be_hidden()
        page.get_by_role("button", name="Types").click()
        expect(side).to_be_visible()
        page.keyboard.press("Escape")
        expect(side).to_be_hidden()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width == NARROW[0], "the page is wider than the screen"


def test_names_are_as_wide_as_a_phone_at_most(browser: Browser, tmp_path: Path) -> None:
    """Of types, fields and values, in headings, captions, links and lists of users."""
    name = "Long" * 20
    values = {"enum": [name, name.lower()]}
    both = {"anyOf": [{"$ref": f"#/$defs/{name}"}, {"type": "string"}]}
    record = {"type": "object", "properties": {name.lower(): values, "other": both}}
    source = tmp_path / "schema.json"
    text = {"description": f"{name} `{name}`", "$defs": {name: record}}
    source.write_text(json.dumps({"title": f"{name}A", **text, **record}), encoding="utf-8")
    given = {"source": source.as_posix(), "package": "long"}
    options = settings.options(given, lambda key: (Location(key), None))
    build.write(build.built(options), tmp_path / "site", force=False)
    pages = sorted(each.name for each in (tmp_path / "site").glob("*.html"))
    assert len(pages) == 3
    with watched(browser, NARROW) as found:
        for each in pages:
            shown(found.page, tmp_path / "site", each)
            assert found.page.evaluate("document.documentElement.scrollWidth") == NARROW[0], each


def test_cells_take_the_whole_width_of_a_phone(browser: Browser, site: Path) -> None:
    with watched(browser, NARROW) as found:
        for name in ("index.html", "call.html"):
            shown(found.page, site, name)
            for cell in found.page.locator("tbody tr").first.locator("th, td").all():
                box = cell.bounding_box()
                assert box is None or box["width"] > NARROW[0] - 40, name


@pytest.mark.parametrize(
    ("page", "size", "dark"),
    [
        ("call.html", WIDE, False),
        pytest.param("call.html", NARROW, True, marks=pytest.mark.slow),
        ("transfer_plan.html", WIDE, True),
        ("transfer_plan.html", NARROW, False),
        ("changes.html", WIDE, False),
        ("index.html", WIDE, True),
    ],
)
def test_nothing_is_inaccessible(
    browser: Browser, site: Path, page: str, size: tuple[int, int], *, dark: bool
) -> None:
    """Both themes, wide and narrow, and on small pages with results of a search."""
    with watched(browser, size, dark=dark) as found:
        shown(found.page, site, page)
        found.page.evaluate(AXE.read_text(encoding="utf-8"))
        assert violations(found.page) == []
        if page == "transfer_plan.html":
            search(found.page, "plan")
            expect(options(found.page).first).to_be_visible()
            assert violations(found.page) == []
        assert found.errors == []


def violations(page: Page) -> list[str]:
    result = page.evaluate("axe.run({iframes: false, preload: false})")
    assert len(result["passes"]) > 10
    return [
        f"{each['id']}: {node['html'][:200]} {node['failureSummary']}"
        for each in result["violations"]
        for node in each["nodes"][:3]
    ]


def test_all_is_printed(browser: Browser, site: Path) -> None:
    with watched(browser) as found:
        shown(found.page, site, "transfer_plan.html")
        found.page.emulate_media(media="print")
        expect(found.page.locator("header")).to_be_hidden()
        expect(found.page.get_by_role("navigation")).to_be_hidden()
        for example in found.page.locator(".example pre").all():
            expect(example).to_be_visible()


def test_pages_can_be_read_without_scripts(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/call.html")
    expect(page.locator("[id=ended_reason]")).to_be_visible()
    page.get_by_role("link", name="calls", exact=True).click()
    expect(page.get_by_role("heading", name="calls")).to_be_visible()
    context.close()
