import pytest
from rock_glacier_inventory.inventory.secrets import scrub

SECRET = "s3cr3tV4lue0123456789"


@pytest.mark.parametrize(
    "source",
    [
        f"https://tiles.example.org/{{z}}/{{x}}/{{y}}.png?api_key={SECRET}&v=2",
        f"type=xyz&url=https%3A%2F%2Ftiles.example.org%2F%7Bz%7D%3Fapi_key%3D{SECRET}%26v%3D2&zmax=18",
        f"contextualWMSLegend=0&url=https://x.org/wms?token={SECRET}&layers=a",
        f"https://user:{SECRET}@example.org/wms",
        f"dbname='gis' host=db password='{SECRET}' user='anna'",
        f"dbname=gis password={SECRET}",
        f"https://example.org/{SECRET * 2}/tiles/1/2/3.png",
        f"https://example.org/wmts?Subscription-Key={SECRET}",
        f"https://b.example.org/x.tif?X-Amz-Signature={SECRET}&X-Amz-Credential={SECRET}",
        f"type=xyz&url=https%253A%252F%252Fx.org%253Fkey%253D{SECRET}",
        f"authcfg={SECRET} url=https://x.org",
        f"Error while fetching https://x.org/?access_token={SECRET}, retrying",
        f"/vsicurl/https://{SECRET}@x.org/a.tif",
    ],
)
def test_no_secret_survives(source):
    assert SECRET not in scrub(source)


@pytest.mark.parametrize(
    "source",
    [
        "/data/Zürich 冰/scene key.tif",
        "C:/Users/anna/rock glaciers/scene.tif",
        "https://tiles.example.org/{z}/{x}/{y}.png?style=satellite&v=2",
        "type=xyz&url=https://x.org/{z}/{x}/{y}.png&zmax=18&zmin=0",
        "/data/inventory.gpkg|layername=candidates",
        "monkey=3 turkey: yes",
    ],
)
def test_what_is_no_secret_stays(source):
    assert scrub(source) == source
