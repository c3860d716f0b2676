"""Reads what write_xdmf_examples wrote: with VTK's own XDMF reader (argument "vtk"), or with h5py and
an XML parser alone ("h5py"), and compares every value. Entries are 1000 t + 100 z + 10 y + x."""

import os
import sys
import xml.etree.ElementTree as ElementTree

import numpy as np

TIMES = [0, 0.5, 1.5]


def places(step, points):
    """Values at those points, in the order z, y, x."""
    z, y, x = np.meshgrid(*[np.arange(n) for n in points], indexing="ij")
    return (1000.0 * step + 100 * z + 10 * y + x).ravel()


def vector(values):
    return np.stack([values + 0.25 * i for i in range(3)], axis=-1).ravel()


# View: times, coordinates along x, y, z, and fields: name -> (is on nodes, values at a step).
VIEWS = {
    "box.xmf": (TIMES, [30 + 3 * np.arange(5), 20 + 2 * np.arange(4), 10 + np.arange(2)], {
        "box": (True, lambda step: places(step, (2, 4, 5))),
        "cells": (False, lambda step: places(step, (1, 3, 4))),
        "velocity": (True, lambda step: vector(places(step, (2, 4, 5)))),
        "second": (True, lambda step: places(1, (2, 4, 5)))}),
    "plane.xmf": (TIMES, [[0, 1, 2, 4, 8], [0, 1, 3, 6], [0]], {
        "plane & more": (True, lambda step: places(step, (1, 4, 5))),
        "cells": (False, lambda step: places(0, (1, 3, 4)) + 0.5)}),
    "even_plane.xmf": (TIMES, [30 + 3 * np.arange(5), 20 + 2 * np.arange(4), [0]], {
        "plane": (True, lambda step: places(step, (1, 4, 5))),
        "cells": (False, lambda step: places(0, (1, 3, 4)))}),
    "line.xmf": ([None], [-1 + 0.5 * np.arange(7), [0], [0]], {
        "line": (True, lambda step: places(0, (1, 1, 7)))}),
}


def read_with_vtk(path):
    """Yields time, coordinates along the axes, and name -> (is on nodes, values)."""
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkCommonExecutionModel import vtkStreamingDemandDrivenPipeline
    from vtkmodules.vtkIOXdmf2 import vtkXdmfReader

    reader = vtkXdmfReader()
    reader.SetFileName(path)
    reader.UpdateInformation()
    times = reader.GetOutputInformation(0).Get(vtkStreamingDemandDrivenPipeline.TIME_STEPS()) or [None]
    for time in times:
        if time is None:
            reader.Update()
        else:
            reader.UpdateTimeStep(time)
        grid = reader.GetOutputDataObject(0)
        points = np.array([grid.GetPoint(i) for i in range(grid.GetNumberOfPoints())])
        fields = {}
        for on_nodes, data in ((True, grid.GetPointData()), (False, grid.GetCellData())):
            for i in range(data.GetNumberOfArrays()):
                fields[data.GetArrayName(i)] = on_nodes, vtk_to_numpy(data.GetArray(i)).ravel()
        yield time, [np.unique(points[:, axis]) for axis in range(3)], fields


def read_with_h5py(path):
    """The same without VTK: follows the XML as XDMF's description says."""
    import h5py

    domain = ElementTree.parse(path).getroot().find("Domain")

    def values(item):
        if "Reference" in item.attrib:
            name = item.text.split("'")[1]
            item = next(i for i in domain.findall("DataItem") if i.get("Name") == name)
        if item.get("ItemType") == "HyperSlab":
            selection, whole = item.findall("DataItem")
            start, stride, count = np.array(selection.text.split(), dtype=int).reshape(3, -1)
            part = values(whole)[tuple(slice(s, s + n * d, d) for s, d, n in zip(start, stride, count))]
            assert part.shape == tuple(count), (part.shape, count)
            shape = [int(n) for n in item.get("Dimensions").split()]
            return part.reshape(shape)
        if item.get("Format") == "HDF":
            name, dataset = item.text.strip().split(":")
            with h5py.File(os.path.join(os.path.dirname(path), name)) as file:
                data = file[dataset]
                assert [int(n) for n in item.get("Dimensions").split()] == list(data.shape)
                assert int(item.get("Precision")) == data.dtype.itemsize
                return data[...]
        return np.array(item.text.split(), dtype=float)

    top = domain.find("Grid")
    for grid in top.findall("Grid") or [top]:
        time = grid.find("Time")
        items = [values(item) for item in grid.find("Geometry").findall("DataItem")]
        if grid.find("Geometry").get("GeometryType") == "ORIGIN_DXDYDZ":
            points = [int(n) for n in grid.find("Topology").get("Dimensions").split()]
            items = [(items[0][i] + items[1][i] * np.arange(points[i])) for i in (2, 1, 0)]
        items += [np.zeros(1)] * (3 - len(items))
        fields = {a.get("Name"): (a.get("Center") == "Node", values(a.find("DataItem")).ravel())
                  for a in grid.findall("Attribute")}
        yield None if time is None else float(time.get("Value")), items, fields


def check_labels(path):
    """Names of axes, units and provenance, as h5py sees them."""
    import h5py

    with h5py.File(path) as file:
        box = file["fields/box"]
        assert [dimension.label for dimension in box.dims] == ["time", "z", "y", "x"]
        assert box.dims[0][0].name == "/fields/time" and box.dims[3]["x"].name == "/fields/x"
        assert box.attrs["units"] == b"K" or box.attrs["units"] == "K"
        assert file.attrs["ranks"] >= 1 and file.attrs["seed"] == 1
        for name in ("program", "version", "git_revision", "command_line", "date", "backend"):
            assert file.attrs[name], name


def main(folder, method):
    read = {"vtk": read_with_vtk, "h5py": read_with_h5py}[method]
    for view, (times, coordinates, fields) in VIEWS.items():
        steps = list(read(os.path.join(folder, view)))
        assert [time for time, _, _ in steps] == times, (view, steps)
        for step, (_, axes, got) in enumerate(steps):
            for axis in range(3):
                np.testing.assert_allclose(axes[axis], coordinates[axis], rtol=1e-12, err_msg=f"{view}, axis {axis}")
            assert set(got) == set(fields), (view, set(got))
            for name, (on_nodes, values) in fields.items():
                assert got[name][0] == on_nodes, (view, name)
                np.testing.assert_array_equal(got[name][1], values(step), err_msg=f"{view}, {name}, step {step}")
    if method == "h5py":
        check_labels(os.path.join(folder, "grids.h5"))
    print(f"{len(VIEWS)} views hold, read with {method}")


if __name__ == "__main__":
    main(*sys.argv[1:])
