"""Sphinx: the reference of the Python package."""

import smnn

project = "smnn"
version = release = smnn.__version__
extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "alabaster"
html_show_copyright = False
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
napoleon_google_docstring = False
# The reference describes what is optional also where it is not installed.
autodoc_mock_imports = [name for name in ("torch", "jax") if not __import__("importlib.util").util.find_spec(name)]
