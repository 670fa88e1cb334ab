"""Which kinds of file are taken as evidence, told by what is in them and never by their names alone."""

from caseapp.evidence.media.kinds import KINDS, Kind, accepted_extensions, kind_of, kinds_in_words, recognise

__all__ = ["KINDS", "Kind", "accepted_extensions", "kind_of", "kinds_in_words", "recognise"]
