"""What is fetched from outside never comes from inside, and never too large."""

from dataclasses import replace

import pytest

from skyy.api.errors import Code, Problem
from skyy.outside import Rules, check, fetch
from tests.assets.pictures import jpeg


def here(_host, _port):
    return ["127.0.0.1"]


@pytest.fixture
def refused(outside, rules, tmp_path):
    def code(path: str, resolver=here, **changes) -> Code:
        allowed = replace(rules, **changes)
        with pytest.raises(Problem) as problem:
            fetch(outside.url(path), tmp_path / "file", allowed, resolver)
        return problem.value.code

    return code


def test_a_file_is_fetched_under_its_hosts_name(outside, rules, tmp_path):
    came_from = fetch(outside.url("/bag.jpg?key=1"), tmp_path / "file", rules, here)
    assert (tmp_path / "file").read_bytes() == jpeg()
    assert came_from.path == "/bag.jpg"
    assert outside.asked == [("/bag.jpg?key=1", f"files.example:{outside.port}")]


def test_the_share_that_has_come_is_told_and_lies_of_the_server_do_no_harm(
    outside, rules, tmp_path
):
    told: list[float] = []
    fetch(outside.url("/bag.jpg"), tmp_path / "file", rules, here, told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    outside.answers["/odd"] = (200, {"Content-Length": "²"}, jpeg())
    with pytest.raises(Problem):
        fetch(outside.url("/odd"), tmp_path / "file", rules, here, told.append)
    assert max(told) == 1.0


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://files.example/a.jpg",
        "gopher://files.example/",
        "http://files.example/a.jpg",
        "https://files.example:22/a.jpg",
        "https://name:word@files.example/a.jpg",
        "https:///a.jpg",
        "https://files.example\\@inside/",
        "https://files.example/a b.jpg",
        "https://füles.example/",
        "https://files.example/" + "a" * 2000,
        "//files.example/a.jpg",
        "",
    ],
)
def test_an_address_of_another_form_is_refused(address):
    with pytest.raises(Problem) as problem:
        check(address, Rules())
    assert problem.value.code == Code.FETCH_REFUSED


@pytest.mark.parametrize(
    "inside",
    [
        *("127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "0.0.0.0", "100.64.0.1"),
        *("::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::"),
    ],
)
def test_a_name_that_leads_inside_is_refused_unasked(outside, refused, inside):
    both = ["93.184.215.14", inside]
    assert refused("/bag.jpg", lambda _host, _port: both, networks=()) == Code.FETCH_REFUSED
    assert outside.asked == []


def test_a_redirect_is_checked_as_the_first_address_was(outside, refused, rules, tmp_path):
    outside.answers["/on"] = (302, {"Location": "/bag.jpg"}, b"")
    fetch(outside.url("/on"), tmp_path / "file", rules, here)
    assert (tmp_path / "file").read_bytes() == jpeg()
    for place in ("http://169.254.169.254/latest", "file:///etc/passwd", "https://u:p@a.example/"):
        outside.answers["/on"] = (302, {"Location": place}, b"")

        def resolver(host, _port):
            return [host] if host[0].isdigit() else ["127.0.0.1"]

        assert refused("/on", resolver) == Code.FETCH_REFUSED


def test_redirects_in_a_circle_end(outside, refused):
    outside.answers["/on"] = (307, {"Location": "/on"}, b"")
    assert refused("/on") == Code.FETCH_FAILED
    assert len(outside.asked) <= 5


@pytest.mark.parametrize("headers", [{}, {"Content-Length": "10"}])
def test_a_file_larger_than_allowed_is_cut_off(outside, refused, headers):
    outside.answers["/big"] = (200, {}, bytes(50_001))
    assert refused("/big") == Code.UPLOAD_TOO_LARGE


def test_a_packed_answer_is_refused(outside, refused):
    outside.answers["/packed"] = (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b")
    assert refused("/packed") == Code.FETCH_FAILED


@pytest.mark.parametrize("status", [204, 403, 404, 500])
def test_what_is_no_file_is_told(outside, refused, status):
    outside.answers["/none"] = (status, {}, b"")
    assert refused("/none") == Code.FETCH_FAILED


def test_a_time_that_is_over_ends_it(refused):
    assert refused("/bag.jpg", seconds=-1) == Code.FETCH_FAILED


def test_a_host_without_an_address_is_told(refused):
    def nothing(_host, _port):
        raise OSError

    assert refused("/bag.jpg", nothing) == Code.FETCH_FAILED
