"""What `smnn solve` writes, as xarray's data sets."""

from ._errors import IoError


def open_solution(path, group="/"):
    """Read a problem's solution, diagnostics and gradients from an HDF5 file that `smnn solve` wrote.

    Parameters
    ----------
    path : str or path-like
    group : str
        The problem's group, of that name in the input of `smnn solve`.

    Returns
    -------
    xarray.Dataset
        `solution` with axes batch_0, ..., time, dim, order; `info`, `sweeps`, `residual_norm` and
        `rounding_error` with the batch's; `grad_...` if there are any, with axes of their own. Attributes
        are the solver's options and where the file comes from (program, version, command line, ...).

    Raises
    ------
    ImportError
        Without xarray or h5py.
    IoError
        If the file cannot be read or has no such group.
    """
    try:
        import h5py
        import xarray
    except ImportError as error:
        raise ImportError(f"smnn.open_solution needs xarray and h5py: {error}") from error
    try:
        file = h5py.File(path, "r")
    except OSError as error:
        raise IoError(f"file {str(path)!r}: {error}") from error
    with file:
        node = file.get(group)
        if not isinstance(node, h5py.Group):
            raise IoError(f"file {str(path)!r}: has no group {group!r}, expected one of {_groups(file)}")
        attributes = {**_attributes(file), **_attributes(node)}
        variables = {
            name: (_axes(name, data), data[()], _attributes(data))
            for name, data in node.items()
            if isinstance(data, h5py.Dataset) and not h5py.h5ds.is_scale(data.id)
        }
    return xarray.Dataset(variables, attrs=attributes)


def _groups(file):
    names = ["/"]
    file.visititems(lambda name, node: names.append(name) if hasattr(node, "keys") else None)
    return ", ".join(names)


def _axes(name, data):
    return [axis.label or f"{name}_axis_{position}" for position, axis in enumerate(data.dims)]


def _attributes(node):
    of_the_format = {"DIMENSION_LIST", "DIMENSION_LABELS", "dimensions"}
    return {
        name: value.decode() if isinstance(value, bytes) else value
        for name, value in node.attrs.items()
        if name not in of_the_format
    }
