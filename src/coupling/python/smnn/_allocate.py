"""New arrays of the library, precision and device that given ones have."""

import sys

import numpy as np

from ._errors import InvalidArgument


def empty_like(array, shape):
    """An uninitialised array of `shape`, of the kind of `array`."""
    if isinstance(array, np.ndarray):
        return np.empty(shape, array.dtype)
    if hasattr(array, "new_empty"):  # PyTorch
        return array.new_empty(shape)
    library = sys.modules[type(array).__module__.partition(".")[0]]
    if library.__name__ == "cupy":
        return library.empty(shape, array.dtype)
    raise InvalidArgument(
        f"out: is None, and no array can be made beside those of {type(array).__module__}, "
        "expected arrays of numpy, torch or cupy, or all outputs given"
    )
