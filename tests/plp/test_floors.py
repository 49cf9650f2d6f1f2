"""Imports run one way, floor by floor, and apps meet only at their doors."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FLOORS = ["plp.core", "applications", "facilitators", "workshops"]
DOORS = {"models", "actions", "registry"}
ROOF = {
    f"plp.{name}" for name in ("settings", "urls", "wsgi", "asgi", "gunicorn", "apps", "groups")
}


def python_files(package):
    return sorted(ROOT.joinpath(*package.split(".")).rglob("*.py"))


def imported(path):
    """Return the modules that a file imports, anywhere in it, as full dotted names."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *filter(None, [node.module])])
            names |= {f"{base}.{alias.name}" for alias in node.names}
    return names


def of(package, names):
    """Return which of the names lie in a package."""
    return {name for name in names if name == package or name.startswith(f"{package}.")}


@pytest.mark.parametrize(("floor", "app"), list(enumerate(FLOORS)))
def test_imports_point_down(floor, app):
    upward = {
        (path.name, name)
        for path in python_files(app)
        for above in FLOORS[floor + 1 :]
        for name in of(above, imported(path))
    }

    assert upward == set()


@pytest.mark.parametrize("app", FLOORS[1:])
def test_apps_use_of_each_other_only_models_actions_and_registry(app):
    elsewhere = {
        (path.name, name)
        for other in FLOORS[1:]
        if other != app
        for path in python_files(app)
        for name in of(other, imported(path))
        if not any(of(f"{other}.{door}", {name}) for door in DOORS)
    }

    assert elsewhere == set()


def test_nobody_imports_the_roof():
    leaning = {
        (path.name, name)
        for app in FLOORS
        for path in python_files(app)
        for part in ROOF
        for name in of(part, imported(path))
    }

    assert leaning == set()


def test_reads_imports_of_every_form(tmp_path):
    package = ROOT / "applications" / "models"
    names = imported(package / "__init__.py")

    assert "applications.models.partner.Partner" in names
    assert of("applications", names) == names
    assert of("application", names) == set()


def test_models_of_the_ground_floor_lean_on_nothing_that_needs_them():
    models = python_files("plp.core.models")
    beneath = set().union(*map(imported, models))
    files = {path: path.relative_to(ROOT).with_suffix("") for path in python_files("plp.core")}

    ring = {
        path.name
        for path, name in files.items()
        if path not in models
        and of(".".join(name.parts), beneath)
        and of("plp.core.models", imported(path))
    }

    assert ring == set()
