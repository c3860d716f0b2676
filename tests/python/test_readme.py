"""The README's programs run."""

import re
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "README.md"
PROGRAMS = re.findall(r"^```python\n(.*?)^```", README.read_text(), flags=re.MULTILINE | re.DOTALL)


def test_there_are_programs():
    assert PROGRAMS


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.split("\n", 1)[0])
def test_programs_run(program):
    if "import torch" in program:
        pytest.importorskip("torch")
    exec(compile(program, str(README), "exec"), {})
