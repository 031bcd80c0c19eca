"""Kumar's equations against numbers that were worked out elsewhere, and the sun's path."""

from __future__ import annotations

import numpy as np
import pytest
from rock_glacier_inventory.engine.solar.equations import (
    PORT,
    PUBLISHED,
    RadiationOptions,
    air_mass,
    beam_transmittance,
    declination,
    extraterrestrial,
    pressure_ratio,
    slope_factors,
    sunset_angle,
)
from rock_glacier_inventory.engine.solar.sun import sun_positions
from rock_glacier_inventory.inventory.errors import UserError
from solar_cells import plane, radiation, square_dem

NO_SHADE = RadiationOptions(horizon_metres=0)


@pytest.mark.parametrize(
    ("slope", "aspect", "expected"), [(0, 0, 2580), (18, 0, 2016), (18, 90, 2504), (18, 270, 2504), (18, 180, 2931)]
)
def test_the_known_sums_at_35_degrees_and_4900_metres(tmp_path, slope, aspect, expected):
    path = square_dem(tmp_path / "plane.tif", plane(slope, aspect), 30, 35)
    found = radiation(path, NO_SHADE).total.reshape(9, 9)[4, 4]
    assert found == pytest.approx(expected, rel=0.002)


def test_other_readings_of_the_equations(tmp_path):
    """Without pressure and with the ports' diffuse term; figures of the same for sea level and 4 900 m."""
    path = square_dem(tmp_path / "flat.tif", plane(0, 0), 30, 35)
    port = radiation(path, RadiationOptions(diffuse=PORT, horizon_metres=0))
    assert port.total[40] == pytest.approx(2533, rel=0.002)
    low = radiation(path, RadiationOptions(pressure=False, diffuse=PORT, horizon_metres=0))
    assert low.total[40] == pytest.approx(2143, rel=0.002)
    published = radiation(path, NO_SHADE)
    assert published.diffuse[40] == pytest.approx(2 * port.diffuse[40], rel=1e-5)  # on level ground


def test_albedo_only_changes_the_reflected_part(tmp_path):
    path = square_dem(tmp_path / "steep.tif", plane(30, 200), 30, 35)
    usual, bright = (radiation(path, RadiationOptions(albedo=a, horizon_metres=0)) for a in (0.2, 0.8))
    np.testing.assert_allclose(bright.reflected, 4 * usual.reflected, rtol=1e-5)
    np.testing.assert_array_equal(bright.direct, usual.direct)
    np.testing.assert_array_equal(bright.diffuse, usual.diffuse)


def test_the_top_of_the_atmosphere_at_32_degrees():
    """Flat, a year: 3 131 kWh/m2."""
    sun = sun_positions(32.0, RadiationOptions())
    assert (sun.strength * sun.hours * sun.up).sum() / 1000 == pytest.approx(3131, rel=0.001)


@pytest.mark.parametrize("latitude", [-78.0, -35.0, 0.0, 35.0, 78.0])
def test_the_sun_is_up_half_of_the_year_everywhere(latitude):
    sun = sun_positions(latitude, RadiationOptions())
    assert sun.hours.sum() == pytest.approx(4380, rel=1e-6)
    assert (sun.up > 0).all()
    assert sun.hours.max() <= 0.5 + 1e-9
    np.testing.assert_allclose(sun.east**2 + sun.north**2 + sun.up**2, 1, atol=1e-12)
    # As much sun from the east as from the west, and where it stands at noon.
    assert (sun.east * sun.strength * sun.hours).sum() == pytest.approx(0, abs=1e-6)
    noon = sun.up > 0.999 * sun.up.max()
    assert np.sign(latitude) * sun.north[noon].mean() <= 0 or latitude == 0


def test_a_polar_day_has_no_sunrise_and_a_polar_night_no_sun():
    midsummer, midwinter = (RadiationOptions(days=(day, day)) for day in (172, 355))
    assert sun_positions(80.0, midsummer).hours.sum() == pytest.approx(24)
    assert len(sun_positions(80.0, midwinter).hours) == 0
    assert len(sun_positions(-80.0, midsummer).hours) == 0


def test_single_equations_by_hand():
    assert declination(81) == pytest.approx(0, abs=1e-12)  # (284 + 81) / 365 is a whole turn
    assert np.degrees(declination(172)) == pytest.approx(23.45, abs=0.001)
    assert extraterrestrial(365) == pytest.approx(1367 * 1.0344)
    assert sunset_angle(0.3, 0.0) == pytest.approx(np.pi / 2)
    assert air_mass(1.0) == pytest.approx(1.0, abs=0.001)
    assert air_mass(0.0) == pytest.approx(np.sqrt(1229))
    assert beam_transmittance(1.0) == pytest.approx(0.8016, abs=0.0005)
    assert pressure_ratio(0) == 1
    assert pressure_ratio(4900) == pytest.approx(0.5401, abs=0.0001)
    assert slope_factors(0.0, PUBLISHED) == (1, 0)
    assert slope_factors(0.0, PORT) == (0.5, 0)
    sky, ground = slope_factors(np.tan(np.radians(60)), PUBLISHED)
    assert (sky, ground) == (pytest.approx(0.75), pytest.approx(0.25))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"diffuse": "other"}, "none of published, port"),
        ({"albedo": 1.5}, "from 0 to 1"),
        ({"step_minutes": 60}, "1 to 30"),
        ({"days": (200, 100)}, "no range within a year"),
        ({"days": (1, 366)}, "no range within a year"),
        ({"horizon_metres": -1}, "not usable"),
    ],
)
def test_options_without_a_meaning_are_refused(wrong, words):
    with pytest.raises(UserError, match=words):
        RadiationOptions(**wrong)


def test_finer_steps_change_little(tmp_path):
    path = square_dem(tmp_path / "slope.tif", plane(25, 300), 30, 35)
    half_hours = radiation(path, NO_SHADE).total[40]
    minutes = radiation(path, RadiationOptions(step_minutes=5, horizon_metres=0)).total[40]
    assert half_hours == pytest.approx(minutes, rel=0.002)


def test_flat_ground_does_not_care_where_it_would_face_and_slopes_do(tmp_path):
    sums = {}
    for aspect in (0, 45, 90, 180, 270, 315):
        path = square_dem(tmp_path / f"{aspect}.tif", plane(20, aspect), 30, 40)
        sums[aspect] = radiation(path, NO_SHADE).total[40]
    assert sums[0] < sums[45] < sums[90] < sums[180]
    assert sums[90] == pytest.approx(sums[270], rel=1e-4)
    assert sums[45] == pytest.approx(sums[315], rel=1e-4)


def test_the_southern_hemisphere_mirrors_the_northern_but_for_the_suns_distance(tmp_path):
    north = radiation(square_dem(tmp_path / "n.tif", plane(20, 0), 30, 35), NO_SHADE).total[40]
    south = radiation(square_dem(tmp_path / "s.tif", plane(20, 180), 30, -35), NO_SHADE).total[40]
    sunny = radiation(square_dem(tmp_path / "sunny.tif", plane(20, 0), 30, -35), NO_SHADE).total[40]
    assert south == pytest.approx(north, rel=0.05)  # the sun is nearest in January, which is summer there
    assert sunny > 1.3 * south
