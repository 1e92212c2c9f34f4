"""Opens a trace with h5py and xarray, as a reader without our software would, and prints what they find as JSON.

usage: check_trace.py TRACE

Fails when a dataset lacks units, long_name or description, when a time is not decoded, when xarray and h5py
disagree, or when the chain of NeXus defaults leads to no plot.
"""

import json
import sys

import h5py
import numpy
import xarray


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def main(path):
    columns, groups = {}, {}
    with h5py.File(path, "r") as file:
        assert text(file.attrs["Conventions"]).startswith("CF-"), "no CF conventions"

        def visit(name, item):
            if not isinstance(item, h5py.Dataset):
                return
            for attribute in ("units", "long_name", "description"):
                assert text(item.attrs.get(attribute, "")), f"/{name} has no {attribute}"
            if "flag_meanings" in item.attrs:
                words = text(item.attrs["flag_meanings"]).split(" ")
                assert len(words) == len(item.attrs["flag_values"]), f"/{name}: flags without words"
                assert item.size == 0 or int(item[...].max()) < len(words), f"/{name}: a code without a word"
            values = item[...]
            column = {"shape": list(item.shape), "units": text(item.attrs["units"])}
            if values.dtype.kind in "iuf":
                column["sum"] = float(numpy.nansum(values, dtype="f8"))
            else:
                column["texts"] = [text(value) for value in numpy.atleast_1d(values)[:100]]
            columns["/" + name] = column
            groups.setdefault(item.parent.name, []).append(name.split("/")[-1])

        file.visititems(visit)

        plot = file
        while "signal" not in plot.attrs:
            plot = plot[text(plot.attrs["default"])]
        signal = plot[text(plot.attrs["signal"])]
        plotted = signal.name
        assert signal.dtype.kind in "iuf", "the default plot is not of numbers"
        axes = [text(axis) for axis in numpy.atleast_1d(plot.attrs["axes"])]
        assert len(axes) == signal.ndim, f"{axes} for {signal.ndim} dimensions"
        for dimension, axis in enumerate(axes):
            assert axis == "." or plot[axis].shape == (signal.shape[dimension],), f"axis {axis} does not fit"

    times = {}
    for group, names in groups.items():
        with xarray.open_dataset(path, group=group, engine="h5netcdf") as dataset:
            assert sorted(dataset.variables) == sorted(names), f"{group}: xarray sees {sorted(dataset.variables)}"
            for name, variable in dataset.variables.items():
                column = columns[group + "/" + name]
                assert list(variable.shape) == column["shape"], f"{group}/{name}: shapes differ"
                if name == "time":
                    assert variable.dtype.kind == "M", f"{group}/time is not decoded"
                    times[group] = [str(value) for value in variable.values[[0, -1]]] if variable.size else []
                elif "sum" in column:
                    total = float(numpy.nansum(variable.values, dtype="f8"))
                    assert total == column["sum"], f"{group}/{name}: sums {total} and {column['sum']}"

    json.dump({"columns": columns, "times": times, "plot": plotted, "axes": axes}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
