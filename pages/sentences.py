"""Sentences that are written where Django is not known, and translated where they are shown."""


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation; whoever shows it translates it."""
    return message


class Refusal(Exception):
    """Why something from outside is not taken. `text` is one sentence in which `values` stand as {name}."""

    def __init__(self, code: str, text: str, **values: str) -> None:
        self.code, self.text, self.values = code, text, values
        super().__init__(text.format(**values))
