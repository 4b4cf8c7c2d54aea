"""What a build generates and where it puts that, and what each hook tells its back end."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import sys
import time
import tomllib
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import schemawright
from sample_projects import BACK_ENDS, CONFIGURATION, SCHEMAS, files, project
from schemawright import runs
from schemawright.building.asking import asks
from schemawright.building.generation import addition, told, write
from schemawright.building.hatchling_hook import SchemawrightBuildHook, hatch_register_build_hook
from schemawright.building.pdm_hook import SchemawrightBuildHook as PdmHook
from schemawright.building.setuptools_hook import finalize_distribution_options
from schemawright.source import web_urls
from schemawright.source.remotes import copy_name

if TYPE_CHECKING:
    from collections.abc import Callable

ORDERS = """
[tool.schemawright]
source = "schemas/order.json"
package = "orders"
out = "src"
"""


def said(root: Path) -> str:
    """Return why nothing could be built."""
    with pytest.raises(SystemExit) as ended, told():
        addition(root).needed()
    return str(ended.value)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return project(tmp_path / "shop", "hatchling")


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    return project(tmp_path / "shop", "hatchling", configuration=ORDERS)


def test_the_wheel_gets_the_packages_and_the_sdist_what_they_are_made_of(shop: Path) -> None:
    before = files(shop)
    found = addition(shop)
    generated = schemawright.generate(shop / "pets", package="pets_of_shop", root="Pet")
    code = {path: text for path, text in generated.items() if path.parts[0] == "pets_of_shop"}
    assert {str(path): text.encode() for path, text in code.items()} == {
        path: each
        for path, each in found.wheel.items()
        if path.startswith("pets_of_shop/") and not path.endswith(".manifest.json")
    }
    assert "shop/orders/models/order.py" in found.wheel
    assert {path.split("/")[0] for path in found.wheel} == {"shop", "pets_of_shop"}
    schemas = {*SCHEMAS} - {"schemas/other.json"}
    assert {*found.needed()} == {*schemas, "pyproject.toml"}
    assert found.sdist == {}
    assert files(shop) == before
    assert not list(shop.rglob(".schemawright*"))


def test_a_project_asks_by_requiring_and_configuring(shop: Path) -> None:
    assert asks(shop)
    text = (shop / "pyproject.toml").read_text()
    for requirement, is_asked in {
        "Schemawright[black]>=1": True,
        "schemawright @ file:///x": True,
        "schemawright-plugins": False,
        "schema": False,
    }.items():
        changed = text.replace('"schemawright"', json.dumps(requirement))
        (shop / "pyproject.toml").write_text(changed)
        assert asks(shop) is is_asked, requirement
    (shop / "pyproject.toml").write_text(text.replace(CONFIGURATION, ""))
    assert not asks(shop)
    (shop / "schemawright.toml").write_text('source = "schemas"\n')
    assert asks(shop)
    for broken in (
        "[build-system",
        '[build-system]\nrequires = "schemawright"',
        "build-system = 1",
    ):
        (shop / "pyproject.toml").write_text(broken)
        assert not asks(shop)
    (shop / "pyproject.toml").unlink()
    assert not asks(shop)


def test_a_configuration_above_the_project_is_another_ones(orders: Path) -> None:
    inner = orders / "inner"
    inner.mkdir()
    assert not asks(inner)
    assert "pyproject.toml: error bad-option: there is no [tool.schemawright]" in said(inner)


def test_a_broken_schema_ends_the_build_with_its_place(orders: Path) -> None:
    (orders / "schemas/parts/line.json").write_text('{"title": "Line",\n "type": }')
    text = said(orders)
    assert text.startswith("schemas/parts/line.json:2:")
    assert text.endswith("\nnothing was built, as schemawright could not generate")


def test_options_of_builds_are_checked(orders: Path) -> None:
    with (orders / "pyproject.toml").open("a") as file:
        file.write('[tool.schemawright.build]\nin_place = true\nsdist = "both"\nin-place = 1\n')
    text = said(orders)
    at = "#/tool/schemawright/build"
    assert f"{at}/in_place: error bad-option: 'in_place' is not an option of builds" in text
    assert "did you mean 'in-place'?" in text
    assert f"{at}/sdist: error bad-option: expected 'schemas', 'generated'" in text
    assert f"{at}/in-place: error bad-option: expected true or false" in text
    configured = ORDERS.replace("[tool.schemawright]", "[tool.schemawright]\nbuild = 3")
    project(orders, "hatchling", configuration=configured)
    assert "build: error bad-option: expected a table" in said(orders)


def test_code_in_the_source_tree_is_left_alone(
    orders: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(addition(orders).wheel, orders / "src")
    before = files(orders)
    found = addition(orders)
    assert capfd.readouterr().err == ""
    (orders / "schemas/parts/line.json").write_text(
        '{"title": "Line", "properties": {"price": {"type": "number"}}}'
    )
    before = files(orders)
    changed = addition(orders)
    assert changed.wheel != found.wheel
    assert files(orders) == before
    assert capfd.readouterr().err == (
        "src/orders: warning out-of-date: is out of date; what is built is generated anew\n"
        "  hint: run schemawright generate\n"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [("# mine\n", "foreign-file"), ("# Generated by schemawright\n", "changed-by-hand")],
)
def test_code_of_somebody_else_forbids_to_build(text: str, code: str, orders: Path) -> None:
    (orders / "src/orders").mkdir()
    (orders / "src/orders/__init__.py").write_text(text)
    before = files(orders)
    assert f"src/orders/__init__.py: error {code}: " in said(orders)
    assert files(orders) == before


def test_in_place_writes_into_the_source_tree(orders: Path) -> None:
    with (orders / "pyproject.toml").open("a") as file:
        file.write("[tool.schemawright.build]\nin-place = true\n")
    before = files(orders)
    found = addition(orders)
    written = {path: each for path, each in files(orders).items() if path not in before}
    inside = {f"src/{path}": each for path, each in found.wheel.items()}
    assert {
        path: each for path, each in written.items() if path.startswith("src/orders/")
    } == inside
    assert "src/docs/index.md" in written
    assert found.editable == {}
    (orders / "src/orders/__init__.py").write_text("# Generated by schemawright\n")
    assert "changed-by-hand" in said(orders)


def test_schemas_outside_need_the_code_in_the_sdist(orders: Path) -> None:
    (orders / "schemas").rename(orders.parent / "schemas")
    outside = ORDERS.replace("schemas/order", "../schemas/order")
    project(orders, "hatchling", configuration=outside)
    assert addition(orders).wheel
    text = said(orders)
    assert "a source distribution cannot hold '../schemas/order.json', '../schemas/parts/" in text
    assert "pyproject.toml:" in text
    carrying = f'{outside}[tool.schemawright.build]\nsdist = "generated"\n'
    project(orders, "hatchling", configuration=carrying)
    found = addition(orders)
    assert {f"src/{path}": each for path, each in found.wheel.items()} == found.sdist
    assert found.needed() == ("pyproject.toml",)


def test_what_a_sdist_carries_is_taken_as_it_is(orders: Path, tmp_path: Path) -> None:
    project(
        orders,
        "hatchling",
        configuration=f'{ORDERS}[tool.schemawright.build]\nsdist = "generated"\n',
    )
    first = addition(orders)
    released = tmp_path / "released"
    released.mkdir()
    (released / "pyproject.toml").write_bytes((orders / "pyproject.toml").read_bytes())
    write(first.sdist, released)
    (released / "PKG-INFO").write_text("Name: shop\n")
    found = addition(released)
    assert (found.wheel, found.sdist) == (first.wheel, first.sdist)
    place = released / "src/orders/__init__.py"
    place.write_bytes(place.read_bytes() + b"# edited\n")
    assert "src/orders/__init__.py: error changed-by-hand: is not what" in said(released)
    (released / "src/orders/schemawright.manifest.json").unlink()
    assert "there is no such file" in said(released)


def test_editable_installations_hold_what_the_source_tree_does_not(shop: Path) -> None:
    found = addition(shop)
    beside = {path: each for path, each in found.wheel.items() if path.startswith("pets_of_shop/")}
    hidden = {path: each for path, each in found.editable.items() if path not in beside}
    assert beside.items() <= found.editable.items()
    assert hidden["zz_schemawright_shop_orders.pth"] == b"import _schemawright_shop_orders\n"
    assert "_schemawright_shop_orders_files/models/order.py" in hidden
    assert not any(path.startswith("shop/") for path in hidden)


def test_a_hidden_package_is_found_last(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(addition(shop).editable, tmp_path / "site")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site"), str(shop / "src"), *sys.path])
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    import_module("_schemawright_shop_orders")
    before = {*sys.modules}
    try:
        package = import_module("shop.orders")
        assert package.__file__ is not None
        assert "_schemawright_shop_orders_files" in package.__file__
        assert import_module("shop.orders.models.order").Order
        with pytest.raises(ModuleNotFoundError):
            import_module("shop.nothing")
    finally:
        for name in {*sys.modules} - before | {"_schemawright_shop_orders"}:
            del sys.modules[name]


def test_a_build_asks_neither_network_nor_clock_nor_home(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A remote document comes from its copy, whatever the configuration would allow."""
    url = "https://example.com/line.json"
    content = json.dumps({"title": "Line", "properties": {"count": {}}}).encode()
    digest = hashlib.sha256(content).hexdigest()
    (shop / "schemas/order.json").write_text(
        json.dumps({"title": "Order", "properties": {"line": {"$ref": url}}})
    )
    allowed = CONFIGURATION.replace('out = "src"', 'out = "src"\nallow-remote = true')
    text = (shop / "pyproject.toml").read_text().replace(CONFIGURATION, allowed)
    (shop / "pyproject.toml").write_text(text)
    copy = shop / "schemawright.remotes" / copy_name(web_urls.parsed(url), digest)

    def refuse(*_: object, **__: object) -> Any:
        raise AssertionError("a build asked for what differs from machine to machine")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(runs, "current_date", refuse)
    monkeypatch.setattr(time, "time", refuse)
    monkeypatch.setattr(Path, "home", refuse)
    monkeypatch.setattr(os.path, "expanduser", refuse)
    for name in ("HOME", "USERPROFILE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SCHEMAWRIGHT_PACKAGE", "of_the_environment")
    text = said(shop)
    assert "error refused-reference" in text
    assert "\na build fetches nothing; fetch with schemawright generate" in text
    copy.parent.mkdir()
    copy.write_bytes(content)
    entry = f'"{url}" = {{ sha256 = "{digest}", retrieved = "2026-01-01" }}'
    (shop / "schemawright.lock").write_text(f"version = 1\n\n[remotes]\n{entry}\n")
    before = files(shop)
    found = addition(shop)
    assert "shop/orders/models/line.py" in found.wheel
    kept = {"schemawright.lock", f"schemawright.remotes/{copy.name}"}
    assert kept <= {*found.needed()}
    assert files(shop) == before


def test_a_build_in_another_directory_is_the_same(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = addition(shop)
    other = project(tmp_path / "elsewhere/deep", "hatchling")
    monkeypatch.chdir(tmp_path)
    assert addition(other) == first
    assert Path.cwd() == tmp_path


# Hatchling


def hatchling_hook(root: Path, target: str, **config: object) -> SchemawrightBuildHook:
    unused: Any = None
    return hatch_register_build_hook()(str(root), config, unused, unused, "dist", target)


@pytest.mark.parametrize("version", ["standard", "editable"])
def test_hatchling_is_told_files_by_their_place(version: str, shop: Path) -> None:
    hook = hatchling_hook(shop, "wheel")
    data: dict[str, Any] = {"force_include": {}, "force_include_editable": {"x": "y"}}
    hook.initialize(version, data)
    found = addition(shop)
    wanted = found.editable if version == "editable" else found.wheel
    told = {path: Path(place).read_bytes() for place, path in data["force_include"].items()}
    assert told == wanted
    assert {*told} < {*data["force_include_editable"].values()}
    hook.finalize(version, data, "")
    assert not any(Path(place).exists() for place in data["force_include"])


def test_hatchling_takes_schemas_from_where_they_are(shop: Path) -> None:
    hook = hatchling_hook(shop, "sdist", dependencies=[])
    data: dict[str, Any] = {"force_include": {}}
    hook.initialize("standard", data)
    hook.finalize("standard", data, "")
    places = {str(shop / path): path for path in addition(shop).needed()}
    assert data["force_include"] == places


def test_hatchling_is_told_nothing_of_other_targets(shop: Path) -> None:
    hook = hatchling_hook(shop, "binary")
    hook.initialize("standard", {})
    hook.finalize("standard", {}, "")


def test_options_are_not_hatchs(shop: Path) -> None:
    with pytest.raises(SystemExit, match=r"options of builds stand in \[tool.schemawright.build\]"):
        hatchling_hook(shop, "wheel", in_place=True).initialize("standard", {})


# PDM


class Build(NamedTuple):
    """What pdm-backend says of a build, as far as we ask."""

    root: Path
    target: str


@pytest.mark.parametrize("target", ["wheel", "editable", "sdist"])
def test_pdm_is_told_files_by_their_place(target: str, tmp_path: Path) -> None:
    root = project(tmp_path / "shop", "pdm")
    context = Build(root=root, target=target)
    hook = PdmHook()
    assert hook.pdm_build_hook_enabled(context)
    told: dict[str, Path] = {"shop/__init__.py": root / "src/shop/__init__.py"}
    hook.pdm_build_update_files(context, told)
    contents = {path: place.read_bytes() for path, place in told.items()}
    assert contents.pop("shop/__init__.py") == b""
    if target == "sdist":
        assert contents == {path: (root / path).read_bytes() for path in addition(root).needed()}
    else:
        assert contents == getattr(addition(root), target)
    hook.pdm_build_finalize(context, root)
    PdmHook().pdm_build_finalize(context, root)
    assert all(place.exists() == place.is_relative_to(root) for place in told.values())
    assert not PdmHook().pdm_build_hook_enabled(Build(root=tmp_path, target=target))


# setuptools


@pytest.fixture
def distribution(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """Return what makes a distribution of a project, which is the working directory."""
    monkeypatch.chdir(project(tmp_path / "shop", "setuptools"))

    def make() -> Any:
        setuptools: Any = import_module("setuptools")
        made = setuptools.Distribution(
            {"name": "shop", "version": "1", "packages": ["shop"], "package_dir": {"": "src"}}
        )
        made.script_name = "setup.py"
        return made

    return make


def test_setuptools_builds_into_its_own_directory(distribution: Callable[[], Any]) -> None:
    made = distribution()
    finalize_distribution_options(made)
    finalize_distribution_options(made)
    before = files(Path())
    made.run_command("build")
    found = addition(Path())
    built = Path("build/lib")
    assert {path: (built / path).read_bytes() for path in found.wheel} == found.wheel
    assert (built / "shop/__init__.py").is_file()
    assert files(Path()) == before
    command = made.get_command_obj("schemawright")
    assert {*command.get_source_files()} == {*found.needed()}
    assert {*command.get_outputs()} == {str(built / path) for path in found.wheel}
    assert command.get_output_mapping() == {}
    assert [name for name, _ in made.get_command_class("build").sub_commands].count(
        "schemawright"
    ) == 1


@pytest.mark.filterwarnings("ignore:setup.py install is deprecated")  # setuptools asks itself, too
def test_setuptools_installs_editable_files(distribution: Callable[[], Any]) -> None:
    made = distribution()
    finalize_distribution_options(made)
    made.get_command_obj("install").install_lib = "site"
    command = made.get_command_obj("schemawright")
    command.editable_mode = True
    command.ensure_finalized()
    command.run()
    found = addition(Path())
    assert {path: (Path("site") / path).read_bytes() for path in found.editable} == found.editable
    assert command.get_outputs() == []


@pytest.mark.parametrize("sdist", ["schemas", "generated"])
def test_setuptools_carries_what_it_is_told_to(sdist: str, distribution: Callable[[], Any]) -> None:
    with Path("pyproject.toml").open("a") as file:
        file.write(f'[tool.schemawright.build]\nsdist = "{sdist}"\n')
    made = distribution()
    finalize_distribution_options(made)
    tree = PurePosixPath("tree")
    made.get_command_obj("egg_info").ensure_finalized()
    made.get_command_obj("egg_info").mkpath("src/shop.egg-info")
    command = made.get_command_obj("sdist")
    command.make_release_tree(str(tree), ["pyproject.toml"])
    found = addition(Path())
    assert bool(found.sdist) is (sdist == "generated")
    carried = files(Path(tree))
    assert {path: carried.get(path) for path in found.sdist} == found.sdist


def test_projects_that_do_not_ask_are_not_touched(distribution: Callable[[], Any]) -> None:
    text = Path("pyproject.toml").read_text()
    Path("pyproject.toml").write_text(text.replace('"schemawright"', '"wheel"'))
    made = distribution()
    before = {**made.cmdclass}
    finalize_distribution_options(made)
    assert made.cmdclass == before


def test_a_project_may_have_nothing_but_generated_code(distribution: Callable[[], Any]) -> None:
    made = distribution()
    made.packages = []
    finalize_distribution_options(made)
    made.run_command("build")
    assert Path("build/lib/pets_of_shop/__init__.py").is_file()
    assert made.has_pure_modules()


def test_every_hook_can_be_found(repository: Path) -> None:
    """By the names of the entry points that back ends look for."""
    table = tomllib.loads((repository / "pyproject.toml").read_text())
    points = table["project"]["entry-points"]
    assert {*points} == {"hatch", "pdm.build.hook", "setuptools.finalize_distribution_options"}
    assert len(points) == len(BACK_ENDS)
    for group in points.values():
        for place in group.values():
            module, _, name = place.partition(":")
            assert hasattr(import_module(module), name or "hatch_register_build_hook")
