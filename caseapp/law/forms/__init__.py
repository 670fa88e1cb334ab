"""The shape of what readers of the law ask and answer."""
