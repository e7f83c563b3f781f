"""Small rooms: files, functions and handlers stay as short as the house style asks."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE_LINES = 300
FUNCTION_LINES = 40
HANDLER_LINES = 15

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*endings: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return [ROOT / name for name in listed if name.endswith(endings) and "/versions/" not in name]


def body_lines(function: Function) -> int:
    """Lines of the body, its docstring left out."""
    body = function.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and len(body) > 1:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def is_handler(function: Function) -> bool:
    return any(
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in {"message", "callback_query", "inline_query", "poll_answer", "my_chat_member"}
        for decorator in function.decorator_list
    )


def functions() -> Iterator[tuple[Path, Function]]:
    for path in sources(".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, Function):
                yield path, node


def test_the_house_is_read_at_all() -> None:
    assert len(sources(".py", ".js")) > 50
    assert sum(is_handler(function) for _, function in functions()) > 20


@pytest.mark.parametrize("ending", [".py", ".js", ".css"])
def test_files_are_short(ending: str) -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in sources(ending)
        if path.exists() and (count := len(path.read_text().splitlines())) > FILE_LINES
    }
    assert long == {}


def test_functions_are_short() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{function.name}": count
        for path, function in functions()
        if (count := body_lines(function)) > FUNCTION_LINES
    }
    assert long == {}


def test_handlers_are_short() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{function.name}": count
        for path, function in functions()
        if is_handler(function) and (count := body_lines(function)) > HANDLER_LINES
    }
    assert long == {}
