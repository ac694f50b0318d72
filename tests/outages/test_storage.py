"""The bucket is taken away and brought back."""

import io

from PIL import Image


def picture(number: int) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((700, 700 + number), 40).convert("RGB").save(out, "PNG")
    return out.getvalue()


def test_a_file_is_not_to_be_had_now_and_is_again_later(house, photograph):
    address = photograph["file"]
    whole = house.browser.get(address)
    assert whole.status_code == 200
    with house.without(house.files):
        answer = house.browser.get(address)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        # The rows are there; only the bytes are not.
        assert house.browser.get("/library/").status_code == 200
        assert house.api.get("/api/v1/assets/").status_code == 200
    house.until(lambda: house.browser.get(address).status_code == 200)
    assert house.browser.get(address).content == whole.content


def test_an_upload_is_refused_whole_and_taken_later(house):
    file = {"file": ("new.png", picture(1), "image/png")}
    before = house.api.get("/api/v1/assets/").json()["meta"]["total"]
    with house.without(house.files):
        answer = house.api.post("/api/v1/assets/", files=file)
        assert answer.status_code == 503
        assert answer.json()["error"]["code"] == "storage.failed"
        assert int(answer.headers["Retry-After"]) > 0
        assert house.api.get("/api/v1/assets/").json()["meta"]["total"] == before
        house.until(lambda: not house.browser.get("/health/ready").json()["parts"]["storage"])
    house.until(lambda: house.api.post("/api/v1/assets/", files=file).status_code == 201)


def test_of_a_large_file_a_range_is_sent_from_the_bucket(house, photograph):
    house.until(lambda: house.browser.get(photograph["file"]).status_code == 200)
    whole = house.browser.get(photograph["file"]).content
    assert len(whole) > 1_000_000
    for asked, part in (("0-9", whole[:10]), ("500000-", whole[500_000:]), ("-7", whole[-7:])):
        answer = house.browser.get(photograph["file"], headers={"Range": f"bytes={asked}"})
        assert (answer.status_code, answer.content) == (206, part)
