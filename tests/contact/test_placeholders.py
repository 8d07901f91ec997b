from contact.placeholders import fill, unknown


def test_known_ones_are_filled_in_and_others_left() -> None:
    assert fill("Dear {name}, {nmae} {receipt}", {"name": "Mara", "receipt": "X"}) == "Dear Mara, {nmae} X"


def test_what_is_filled_in_is_not_looked_through_again() -> None:
    assert fill("{name} {receipt}", {"name": "{receipt}", "receipt": "X"}) == "{receipt} X"


def test_those_that_nothing_fills() -> None:
    assert unknown("{name} {nmae} {clinic} {}") == ["nmae"]
