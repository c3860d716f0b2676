"""Makes the small NetCDF files of this folder: made-up temperatures in the layouts of four well-known data sets.

Needs netCDF4 and numpy; run as `python3 make_files.py` in this folder. The tests know `temperature` and `is_land`.
"""
import netCDF4
import numpy as np


def temperature(step, latitude, longitude):
    """Degrees Celsius; longitude in [0, 360)."""
    return 20 - abs(latitude) / 5 + longitude / 100 + step / 50


def is_land(row, column):
    """Of the file's rows and columns."""
    return (row + 2 * column) % 5 == 0


def field(steps, latitudes, longitudes):
    step, latitude, longitude = np.meshgrid(np.arange(steps), latitudes, np.mod(longitudes, 360), indexing="ij")
    return temperature(step, latitude, longitude)


def land(rows, columns):
    row, column = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    return is_land(row, column)


def coordinates(file, names, latitudes, longitudes, **attributes):
    for name, values, units, standard in zip(names, (latitudes, longitudes), ("degrees_north", "degrees_east"),
                                             ("latitude", "longitude")):
        file.createDimension(name, len(values))
        variable = file.createVariable(name, "f4", (name,), **attributes)
        variable.units = units
        variable.standard_name = standard
        variable[:] = values


def times(file, values, units, kind="f8", chunk=None, **attributes):
    file.createDimension("time", None)
    variable = file.createVariable("time", kind, ("time",), chunksizes=chunk)
    variable.units = units
    for name, value in attributes.items():
        variable.setncattr(name, value)
    variable[:] = values


def days(first, origin, count):
    """Days from the origin to the first of months."""
    months = np.datetime64(first, "M") + np.arange(count + 1)
    return (months.astype("datetime64[D]") - np.datetime64(origin, "D")).astype(float)


def bounds(file, starts, ends):
    file.createDimension("nbnds", 2)
    variable = file.createVariable("time_bnds", "f8", ("time", "nbnds"))
    variable[:] = np.stack([starts, ends], axis=1)


latitudes = np.array([67.5, 22.5, -22.5, -67.5])
longitudes = np.arange(8) * 45 + 22.5

# NOAA OI SST v2, weekly: packed, land filled with numbers, the mask in another file; classic.
with netCDF4.Dataset("oisst_weekly.nc", "w", format="NETCDF3_CLASSIC") as file:
    coordinates(file, ("lat", "lon"), latitudes, longitudes)
    start = 69395 + 7.0 * np.arange(60)  # 1989-12-31 and on
    times(file, start, "days since 1800-1-1 00:00:00", avg_period="0000-00-07 00:00:00")
    bounds(file, start, start + 7)
    sst = file.createVariable("sst", "i2", ("time", "lat", "lon"))
    sst.set_auto_maskandscale(False)
    sst.long_name = "Weekly Mean of Sea Surface Temperature"
    sst.unpacked_valid_range = np.array([-5, 40], "f4")
    sst.units = "degC"
    sst.add_offset = np.float32(0)
    sst.scale_factor = np.float32(0.01)
    sst.missing_value = np.int16(32767)
    sst[:] = np.rint(100 * field(60, latitudes, longitudes)).astype("i2")
with netCDF4.Dataset("oisst_mask.nc", "w", format="NETCDF3_CLASSIC") as file:
    coordinates(file, ("lat", "lon"), latitudes, longitudes)
    times(file, [0.0], "days since 1800-1-1 00:00:00")
    mask = file.createVariable("mask", "i2", ("time", "lat", "lon"))
    mask.long_name = "Land Sea Mask"
    mask[0] = 1 - land(4, 8)

# NOAA ERSST v5, monthly: _FillValue is NaN but land has missing_value; valid_range; NetCDF-4.
with netCDF4.Dataset("ersst_monthly.nc", "w", format="NETCDF4") as file:
    coordinates(file, ("lat", "lon"), latitudes, longitudes, fill_value=np.nan)
    times(file, days("2010-01", "1800-01-01", 24)[:-1], "days since 1800-1-1 00:00:00", chunk=(24,),
          calendar="proleptic_gregorian", standard_name="time")
    sst = file.createVariable("sst", "f4", ("time", "lat", "lon"), fill_value=np.nan, chunksizes=(24, 4, 8),
                              compression="zlib")
    sst.set_auto_maskandscale(False)
    sst.units = "degC"
    sst.missing_value = np.float32(-9.96921e36)
    sst.valid_range = np.array([-1.8, 45], "f4")
    sst[:] = np.where(land(4, 8), np.float32(-9.96921e36), field(24, latitudes, longitudes))

# Met Office HadISST, monthly: -180 .. 180, middles of months, -1000 is ice, here in every first row's winter; classic.
with netCDF4.Dataset("hadisst_monthly.nc", "w", format="NETCDF3_64BIT_OFFSET") as file:
    east = longitudes - 180
    coordinates(file, ("latitude", "longitude"), latitudes, east)
    edges = days("1999-11", "1870-01-01", 24)
    times(file, (edges[:-1] + edges[1:]) / 2, "days since 1870-1-1 0:0:0", kind="f4", calendar="gregorian",
          standard_name="time")
    bounds(file, edges[:-1], edges[1:])
    sst = file.createVariable("sst", "f4", ("time", "latitude", "longitude"), fill_value=np.float32(-1e30))
    sst.set_auto_maskandscale(False)
    sst.standard_name = "sea_surface_temperature"
    sst.units = "C"
    sst.missing_value = np.float32(-1e30)
    values = np.where(land(4, 8), -1e30, field(24, latitudes, east))
    winter = np.isin((np.arange(24) + 10) % 12, (11, 0, 1))
    values[winter, 0] = np.where(land(4, 8)[0], -1e30, -1000)
    sst[:] = values.astype("f4")

# JMA COBE, monthly: floats, 1e20 is land, South first here, hours for days; NetCDF-4 of the classic model.
with netCDF4.Dataset("cobe_monthly.nc", "w", format="NETCDF4_CLASSIC") as file:
    coordinates(file, ("lat", "lon"), latitudes[::-1], longitudes)
    times(file, days("1950-01", "1891-01-01", 24)[:-1] * 24, "hours since 1891-1-1 00:00:00", chunk=(24,))
    sst = file.createVariable("sst", "f4", ("time", "lat", "lon"), fill_value=np.float32(1e20), chunksizes=(1, 4, 8))
    sst.set_auto_maskandscale(False)
    sst.units = "degC"
    sst.missing_value = np.float32(1e20)
    sst[:] = np.where(land(4, 8), np.float32(1e20), field(24, latitudes[::-1], longitudes))
