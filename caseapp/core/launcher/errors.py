"""One error for everything that can stop a start; each message says what is wrong and what to do."""


class LauncherError(Exception):
    """A start that cannot go on: `problem` says what is wrong, `remedy` what the reader can do about it."""

    def __init__(self, problem: str, remedy: str = "", *, detail: str = "") -> None:
        self.problem = problem
        self.remedy = remedy
        self.detail = detail
        super().__init__(problem)

    def __str__(self) -> str:
        parts = [self.problem]
        if self.remedy:
            parts.append(self.remedy)
        if self.detail:
            parts.append(self.detail.rstrip())
        return "\n".join(parts)
