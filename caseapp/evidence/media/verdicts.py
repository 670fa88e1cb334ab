"""What a check can say about a file: it is another kind, or it is this kind and still cannot be taken."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class AnotherKind(Exception):
    """The bytes are not of this kind; the next kind may be asked."""


class Unacceptable(Exception):
    """The bytes are of this kind but broken, too large once opened, or hold a program; `sentence` names `%(name)s`."""

    def __init__(self, sentence: "_StrOrPromise") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
