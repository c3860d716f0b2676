"""The example trains, and forecasts better than it began; both blocks take the same data."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")
sys.path.insert(0, str(Path(__file__).parents[2] / "src" / "coupling" / "python" / "examples"))

import forecast_oscillators  # noqa: E402: found by the path above


def test_the_mechanistic_block_learns():
    before, _ = forecast_oscillators.train("mechanistic", epochs=1, count=64)
    after, _ = forecast_oscillators.train("mechanistic", epochs=100, count=64)
    assert after < 0.5 * before


def test_the_neural_ode_block_runs():
    error, _ = forecast_oscillators.train("neural-ode", epochs=2, count=8)
    assert error > 0
