"""Whatever way a file tells its voids, every reader hears it, and mixes no void into what it reads."""

import pytest
from rock_glacier_inventory.inventory.errors import UserError
from void_carriers import CARRIERS, READERS, REFUSED, applies, measured

CELLS = [(carrier, reader) for carrier in CARRIERS for reader in READERS if applies(carrier, reader)]
GUESSED = ("declares no nodata value", "share too few pixels", "as a hillshade or another picture does")
"""Said of images that tell no voids, of a second image that shares no pixel, of elevations that are bytes."""


@pytest.mark.parametrize(("carrier", "reader"), CELLS)
def test_every_reader_hears_every_carrier(tmp_path, carrier, reader):
    if words := REFUSED.get((reader, carrier)):
        with pytest.raises(UserError, match=words):
            measured(carrier, reader, tmp_path)
        return
    wrong, bad, said = measured(carrier, reader, tmp_path)
    assert (wrong, bad) == (0, 0), said
    words = CARRIERS[carrier].said
    if words:
        assert any(words in message for message in said)
    else:
        assert [message for message in said if not any(guess in message for guess in GUESSED)] == []
