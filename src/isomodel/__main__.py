# SPDX-License-Identifier: Apache-2.0
"""``python -m isomodel``: the same as the ``isomodel`` command."""

import sys

from isomodel.cli import main

if __name__ == "__main__":
    sys.exit(main())
