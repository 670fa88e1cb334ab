"""Matrices of role, action and state: what each cell of them must do."""

from collections.abc import Iterator
from contextlib import contextmanager

from caseapp.core.errors import NotAllowed, WrongState


@contextmanager
def cell(*names: str, may: bool, legal: bool) -> Iterator[None]:
    """Try an action: who may not is refused, then what does not fit the state, and all else is done.

    `may` says whether the role is allowed the action, `legal` whether the action leads out of the state.
    """
    name = " · ".join(names)
    try:
        yield
    except NotAllowed:
        assert not may, f"{name} was refused"
    except WrongState:
        assert may, f"{name} tells the state to who may not know it"
        assert not legal, f"{name} was said not to fit the state"
    except AssertionError as wrong:
        raise AssertionError(f"{name}: {wrong}") from wrong
    else:
        assert may, f"{name} was let through"
        assert legal, f"{name} does not fit the state"
