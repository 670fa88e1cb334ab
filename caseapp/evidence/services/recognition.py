"""Reads the words of pictures and scans for the layer over a page, where the program for it is installed."""

from caseapp.evidence.confined import Interrupted
from caseapp.evidence.recognition import Reader, Words, invisible_words, reader_for

__all__ = ["Interrupted", "Reader", "Words", "invisible_words", "reader_for"]
