"""What a distribution says of itself: metadata, versions, changelog, bill of materials."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from packaging.version import Version as Judge

import schemawright
from schemawright.comparing.versions import Version
from schemawright.configuration import misused
from schemawright.diagnostics import Diagnostic, InputError
from schemawright.location import Location
from schemawright.packaging import changelog, releases
from schemawright.packaging.metadata import (
    Author,
    Metadata,
    Told,
    metadata,
    normalized,
    said_by,
)
from schemawright.packaging.project import license_text
from schemawright.packaging.sbom import Made, bill

if TYPE_CHECKING:
    from schemawright.readers import Unfit

TOLD = Told("Pets", "", "", ())
MADE = Made("1.2.3", "schema/pet.json", "0" * 64, "9.9.9")


def fault(key: str, unfit: Unfit) -> Diagnostic:
    return misused((Location("conf") / key, None), unfit.message, unfit.hint)


def read(told: Told = TOLD, **given: Any) -> Metadata:
    return metadata("my.pet_shop", {k.replace("_", "-"): v for k, v in given.items()}, told, fault)


def test_what_is_not_chosen_follows_from_package_and_document() -> None:
    found = read()
    assert found.name == "my-pet-shop"
    assert found.summary == "Typed Python models, validators and codecs for Pets"
    assert (found.license, found.authors, found.urls) == ("", (), ())


def test_what_an_openapi_document_says_of_itself() -> None:
    document: Any = {
        "openapi": "3.1.0",
        "info": {
            "title": "Pet API",
            "description": "Keeps  pets\nwell. And more.",
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
            "contact": {"name": "Ann", "url": "https://pets.example/help"},
        },
        "externalDocs": {"url": "https://pets.example/docs"},
    }
    told = said_by(document, "Pet", "An animal.")
    assert told == Told(
        "Pet API",
        "Keeps pets well",
        "Apache-2.0",
        (
            ("API documentation", "https://pets.example/docs"),
            ("API contact", "https://pets.example/help"),
        ),
    )
    assert read(told, license="MIT").license == "MIT"


@pytest.mark.parametrize(
    "document",
    [
        True,
        {},
        {"info": 1},
        {"info": {"title": 1, "license": "MIT", "contact": {"url": "javascript:x"}}},
        {"info": {"license": {"name": "MIT"}}, "externalDocs": {"url": "http://[bad"}},
    ],
)
def test_other_documents_leave_it_to_the_root(document: Any) -> None:
    assert said_by(document, "Pet", "An animal. It lives.") == Told("Pet", "An animal", "", ())


def test_long_prose_is_cut_at_a_word() -> None:
    told = said_by({}, "Pet", "word " * 100)
    assert len(told.summary) <= 200
    assert told.summary.endswith("word …")


def test_authors_and_links_in_all_their_forms() -> None:
    authors = ["Ann", "Bob <bob@example.org>", {"name": "Cy", "email": "cy@example.org"}]
    found = read(authors=authors, urls=["Home=https://a.example/?a=b"], keywords=["pets"])
    assert found.authors == (
        Author("Ann", ""),
        Author("Bob", "bob@example.org"),
        Author("Cy", "cy@example.org"),
    )
    assert found.urls == (("Home", "https://a.example/?a=b"),)
    assert read(urls={"Home": "https://a.example"}).urls == (("Home", "https://a.example"),)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("name", "-pets-", "'-pets-' cannot be the name of a distribution"),
        ("description", "two\nlines", "expected one line of text"),
        ("description", "x" * 513, "a summary of 513 characters is too long"),
        ("description", 1, "expected text that is not empty"),
        ("license", "My own", "'My own' is no licence expression"),
        ("license", "MIT; drop", "'MIT; drop' is no licence expression"),
        ("authors", [{"name": "Ann", "age": 3}], "an author has a `name` and an `email`"),
        ("authors", ["Ann <nowhere>"], "'Ann <nowhere>' is no author"),
        ("urls", ["nothing"], "expected text that is not empty"),
        ("urls", {"": "https://a.example"}, "'' cannot be the label of a URL"),
        ("urls", {"Home": "ftp://a.example"}, "'ftp://a.example' is no URL"),
        ("keywords", ["x"] * 21, "21 keywords are too many"),
        ("nam", "pets", "'nam' is no key"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(key: str, value: Any, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(**{key: value})
    (found,) = caught.value.diagnostics
    assert str(found.location) == f"conf#/{key}"
    assert found.message.startswith(said)


def test_all_faults_are_told_together() -> None:
    with pytest.raises(InputError) as caught:
        read(name="-", description="")
    assert len(caught.value.diagnostics) == 2


def test_a_package_whose_name_no_distribution_can_have_needs_another() -> None:
    with pytest.raises(InputError, match="cannot be that of a distribution"):
        metadata("höfe", {}, TOLD, fault)
    assert metadata("höfe", {"name": "hoefe"}, TOLD, fault).name == "hoefe"


def test_names_are_normalized_as_indexes_do() -> None:
    assert normalized("My.Pet__shop") == "my-pet-shop"


@pytest.mark.parametrize("license_", ["MIT", "ISC", "BSD-3-Clause"])
def test_the_text_of_some_licences_is_known(license_: str) -> None:
    found = read(license=license_, authors=["Ann", "<bob@example.org>"])
    assert "Copyright (c) Ann, bob@example.org\n" in license_text(found)
    assert license_text(read(license=license_)) == ""
    assert license_text(read(license="Apache-2.0", authors=["Ann"])) == ""


ORDERED = [
    *("0.9.9", "1.0.0.dev1", "1.0.0a1", "1.0.0a2.dev1", "1.0.0a2", "1.0.0b1", "1.0.0rc1"),
    *("1.0.0rc2", "1.0.0", "1.0.0.post1", "1.0.1", "1.10.0"),
]


def test_versions_come_in_the_order_of_indexes() -> None:
    found = [releases.read(each, "here") for each in ORDERED]
    mixed = found[::2] + found[1::2]
    assert sorted(mixed, key=lambda each: each.order) == found
    assert sorted(ORDERED[::2] + ORDERED[1::2], key=Judge) == ORDERED


@pytest.mark.parametrize("text", ["1.2", "v1.2.3", "1.2.3-rc.1", "01.2.3", "", "1.2.3+local"])
def test_what_is_no_version(text: str) -> None:
    assert releases.release(text) is None
    with pytest.raises(InputError, match="is no version"):
        releases.read(text, "--version")


@pytest.mark.parametrize(
    ("last", "part", "least"),
    [
        ("1.4.2", "major", "2.0.0"),
        ("1.4.2", "minor", "1.5.0"),
        ("1.4.2", "patch", "1.4.3"),
        ("1.4.2", None, "1.4.2"),
        ("0.4.2", "major", "0.5.0"),
        ("2.0.0rc1", "major", "2.0.0"),
    ],
)
def test_the_least_version(last: str, part: Any, least: str) -> None:
    assert str(releases.least(releases.read(last, "here"), part)) == least


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [("1.2.3", "2.0.0", "major"), ("1.2.3", "1.3.0", "minor"), ("1.2.3", "1.2.4", "patch")],
)
def test_which_part_was_raised(old: str, new: str, part: str) -> None:
    before, now = releases.read(old, "old"), releases.read(new, "new")
    assert releases.raised(before, now) == part
    assert releases.raised(before, before) is None
    assert before.version == Version("", 1, 2, 3)


def test_a_section_is_put_before_all_others() -> None:
    first = changelog.with_section("", changelog.section("0.1.0", "", is_first=True))
    assert first.startswith("# Changelog\n")
    assert first.endswith("\n## [0.1.0]\n\nThe first version.\n")
    made = changelog.section("0.2.0", "## [x]\n\n### Added\n\n- A.", is_first=False)
    second = changelog.with_section(first, made)
    head, _, tail = first.partition("## [0.1.0]")
    assert second == f"{head}## [0.2.0]\n\n### Added\n\n- A.\n\n## [0.1.0]{tail}"
    assert changelog.has(second, "0.2.0")
    assert not changelog.has(second, "0.2")


def test_what_is_unreleased_stays_first_and_foreign_texts_stay() -> None:
    text = "My log\n\n## [Unreleased]\n\n- x\n\n## 1.0.0 - 2026-01-01\n\n- y\n"
    found = changelog.with_section(text, "## [1.1.0]\n\n- z")
    assert found == text.replace("## 1.0.0", "## [1.1.0]\n\n- z\n\n## 1.0.0")
    assert changelog.has(text, "1.0.0")
    assert changelog.with_section("My log", "## [1.1.0]") == "My log\n\n## [1.1.0]\n"


def test_the_bill_of_materials_is_one() -> None:
    found = bill(read(license="MIT"), MADE._replace(needs_regress=True))
    assert found == bill(read(license="MIT"), MADE._replace(needs_regress=True))
    assert found != bill(read(license="MIT"), MADE)
    members = json.loads(found)
    assert members["metadata"]["component"]["purl"] == "pkg:pypi/my-pet-shop@1.2.3"
    assert members["dependencies"][0]["dependsOn"] == ["pkg:pypi/regress"]
    folder = files("cyclonedx.schema") / "_res"

    def schema(name: str) -> Any:
        return json.loads((folder / f"{name}.SNAPSHOT.schema.json").read_text(encoding="utf-8"))

    known = [schema("spdx"), schema("jsf-0.82")]
    resources = {
        f"http://cyclonedx.org/schema/{n}": s
        for n, s in zip(
            ("spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json"), known, strict=True
        )
    }
    resources |= {each["$id"]: each for each in known}
    check = schemawright.validator(schema("bom-1.6"), resources=resources, formats=True)
    assert check.errors(members) == ()
    assert check.errors(json.loads(bill(read(), MADE))) == ()
    assert check.errors({**members, "serialNumber": "1"}) != ()
