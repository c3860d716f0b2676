"""Spack recipe of smnn, whose sources are the checkout that this file is part of."""

from pathlib import Path

from spack_repo.builtin.build_systems.cmake import CMakePackage
from spack_repo.builtin.build_systems.cuda import CudaPackage
from spack_repo.builtin.build_systems.rocm import ROCmPackage

from spack.package import *


class Smnn(CMakePackage, CudaPackage, ROCmPackage):
    """Batches of linear ordinary differential equations as banded least-squares problems, with
    exact gradients; scalable mechanistic neural networks on top of it."""

    git = f"file://{Path(__file__).resolve().parents[6]}"

    test_requires_compiler = True

    version("main", branch="main")

    variant("openmp", default=True, description="Host threads by OpenMP")
    variant("mpi", default=True, description="Several ranks")
    variant("hdf5", default=True, description="HDF5 files, checkpoints")
    variant("lapack", default=True, description="The dense baseline")
    variant("fftw", default=True, description="The Korteweg-de Vries equation (smnn kdv)")
    variant("netcdf", default=True, description="Sea-surface temperature (smnn sst)")
    variant("fortran", default=True, description="Fortran modules")
    variant("python", default=False, description="Python package")
    variant("program", default=True, description="The program smnn")
    variant("perf", default=False, description="Benchmarks")
    variant("shared", default=True, description="Shared libraries")
    variant(
        "block_orders",
        default="1,2,3,4,5,6,7,8,9,10,11,12",
        values=tuple(str(order) for order in range(1, 65)),
        multi=True,
        description="Block orders D K with kernels of their own; others are slower",
    )

    depends_on("c", type="build")
    depends_on("cxx", type="build")
    depends_on("fortran", type="build", when="+fortran")
    depends_on("cmake@3.25:", type="build")
    depends_on("ninja", type="build")

    depends_on("kokkos@5: +serial +pic cxxstd=20")
    depends_on("kokkos +openmp", when="+openmp")
    depends_on("kokkos-kernels@5:")
    for _arch in CudaPackage.cuda_arch_values:
        depends_on(f"kokkos +cuda +wrapper cuda_arch={_arch}", when=f"+cuda cuda_arch={_arch}")
    for _target in ROCmPackage.amdgpu_targets:
        depends_on(f"kokkos +rocm amdgpu_target={_target}", when=f"+rocm amdgpu_target={_target}")

    depends_on("mpi", when="+mpi")
    depends_on("lapack", when="+lapack")
    with when("+hdf5"):
        depends_on("hdf5@1.10: +hl")
        depends_on("openssl")
        depends_on("nlohmann-json@3.9:")
    depends_on("hdf5 +mpi", when="+hdf5 +mpi")
    depends_on("hdf5 ~mpi", when="+hdf5 ~mpi")
    depends_on("fftw@3.3:3 precision=double", when="+fftw")
    depends_on("fftw +mpi", when="+fftw +mpi")
    depends_on("netcdf-c +mpi", when="+netcdf +mpi")
    depends_on("netcdf-c ~mpi", when="+netcdf ~mpi")
    with when("+program"):
        depends_on("cli11@2.2:", type="build")
        depends_on("boost@1.74:", type="build")
        depends_on("tomlplusplus@3.1:", type="build")
        depends_on("nlohmann-json@3.9:")
    depends_on("benchmark@1.6:", when="+perf")
    depends_on("googletest@1.12: +gmock", type="test")
    with when("+python"):
        extends("python@3.10:")
        depends_on("py-nanobind@2.4:", type="build")
        depends_on("py-numpy@1.24:", type=("build", "run"))

    conflicts("+cuda", when="cuda_arch=none", msg="cuda_arch=... is needed, for example 90")
    conflicts("+rocm", when="amdgpu_target=none", msg="amdgpu_target=... is needed")
    conflicts("+cuda", when="+rocm", msg="one kind of GPU per build")
    conflicts("+netcdf", when="~hdf5", msg="NetCDF files are read on our own HDF5")
    conflicts("%gcc@:10", msg="C++20 is needed: g++ 11 or later")
    conflicts("%clang@:13", msg="C++20 is needed: clang++ 14 or later")

    generator("ninja")

    def cmake_args(self):
        orders = self.spec.variants["block_orders"].value
        args = [
            self.define_from_variant("BUILD_SHARED_LIBS", "shared"),
            self.define_from_variant("SMNN_ENABLE_MPI", "mpi"),
            self.define_from_variant("SMNN_ENABLE_HDF5", "hdf5"),
            self.define_from_variant("SMNN_ENABLE_LAPACK", "lapack"),
            self.define_from_variant("SMNN_ENABLE_FFTW", "fftw"),
            self.define_from_variant("SMNN_ENABLE_NETCDF", "netcdf"),
            self.define_from_variant("SMNN_ENABLE_FORTRAN", "fortran"),
            self.define_from_variant("SMNN_ENABLE_PYTHON", "python"),
            self.define_from_variant("SMNN_ENABLE_DRIVERS", "program"),
            self.define_from_variant("SMNN_ENABLE_PERF", "perf"),
            self.define("SMNN_ENABLE_TESTS", self.run_tests),
            self.define("SMNN_BLOCK_ORDERS", sorted(orders, key=int)),
        ]
        if self.spec.satisfies("+cuda"):
            args.append(self.define("CMAKE_CXX_COMPILER", self["kokkos"].kokkos_cxx))
        if self.spec.satisfies("+rocm"):
            args.append(self.define("CMAKE_CXX_COMPILER", self.spec["hip"].hipcc))
        return args

    @run_after("install", when="+python")
    def install_python_package(self):
        install_tree(
            join_path(self.build_directory, "python", "smnn"),
            join_path(python_platlib, "smnn"),
            symlinks=False,
        )

    def test_version(self):
        """The program starts and tells its version."""
        if self.spec.satisfies("~program"):
            raise SkipTest("built without the program")
        smnn = which(self.prefix.bin.smnn, required=True)
        assert "smnn" in smnn("--version", output=str.split, error=str.split)
