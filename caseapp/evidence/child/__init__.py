"""Opens files that strangers sent, in a process of its own with nothing to steal and no way out.

Nothing here knows Django: the child holds no setting, no key and no connection. It asks its parent for ranges of the
one file it was started for, and answers with facts and pictures of its own making.
"""
