import pytest

from contact.mentions import mentioned


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Mara please call, and @b.okafor.", {"mara", "b.okafor"}),
        ("(@mara) @mara", {"mara"}),
        ("write to mara@example.org", set()),
        ("@ nobody, @. neither", set()),
    ],
)
def test_who_is_spoken_to(text: str, names: set[str]) -> None:
    assert mentioned(text) == names
