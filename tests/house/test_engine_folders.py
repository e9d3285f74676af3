"""The layers inside `apps.engines`: its folders are listed by the registry and nowhere else."""

import tomllib
from pathlib import Path

import grimp
import pytest

from apps.engines.registry import FOLDERS

ROOT = Path(__file__).parents[2]
GRAPH = grimp.build_graph("apps", cache_dir=None)
BELOW = {"errors", "outcomes", "prices", "protocol", "registration", "transport"}


def inside(name: str) -> str:
    """The part of `apps.engines` that a module belongs to."""
    return name.split(".")[2]


def test_every_module_is_in_a_layer_or_in_a_folder_of_the_registry():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (contract,) = (one for one in contracts if one.get("containers") == ["apps.engines"])
    layers = {name for layer in contract["layers"] for name in layer.split(" | ")}
    assert {inside(name) for name in GRAPH.find_children("apps.engines")} == layers | set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_an_engine_imports_what_all_engines_share_and_no_other_engine(folder):
    own = {f"apps.engines.{folder}", *GRAPH.find_descendants(f"apps.engines.{folder}")}
    imported = {name for module in own for name in GRAPH.find_modules_directly_imported_by(module)}
    others = {inside(name) for name in imported if name.startswith("apps.engines.")} - {folder}
    assert others <= BELOW


def test_no_module_that_engines_share_imports_one_of_them():
    shared = [f"apps.engines.{name}" for name in (*BELOW, "fallbacks", "registry", "offers", "quotes")]
    imported = {name for module in shared for name in GRAPH.find_modules_directly_imported_by(module)}
    assert {inside(name) for name in imported if name.startswith("apps.engines.")} & set(FOLDERS) == set()
