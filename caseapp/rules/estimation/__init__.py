"""Estimating compensation and fines from decided matters: NumPy and plain Python, no Django.

`estimate(target, facts, index, currency=..., as_of=...)` is the door; `docs/estimation.md` is the method.
"""

import os

# Matrices of a few hundred rows gain nothing from threads, and the order in which threads add up would make the last
# digits depend on how many cores a machine has. This holds only where NumPy is not loaded yet.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
