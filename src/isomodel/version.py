# SPDX-License-Identifier: Apache-2.0
"""The version, written once: the build, the package and every answer's provenance read it here."""

__all__ = ["VERSION"]

VERSION = "0.1.0"
