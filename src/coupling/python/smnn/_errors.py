"""The library's exceptions, each also a built-in one of its kind. Messages say what, where, got and expected."""


class Error(Exception):
    """What all exceptions of the library derive from."""


class InvalidArgument(Error, ValueError):
    """An argument, option or extent is not acceptable. Nothing was computed or written."""


class NumericalError(Error, ArithmeticError):
    """A system failed: `Solver.info` says which and why. The other systems' results are complete."""


class IoError(Error, OSError):
    """A file cannot be read, written or understood."""


for _error in (Error, InvalidArgument, NumericalError, IoError):
    _error.__module__ = "smnn"
