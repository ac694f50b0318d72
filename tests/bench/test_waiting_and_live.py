"""The benches of waiting calls and of sockets run, and lose nothing on the way."""

from .run import tiny


def test_the_polling_bench_asks_about_every_call_that_is_due():
    told = tiny("tests.bench.polling")
    assert "of bare httpx" in told
    assert "0 of 40 due not asked" in told


def test_the_live_bench_leaves_every_browser_with_the_truth():
    told = tiny("tests.bench.live_fanout")
    assert "20 sockets open" in told
    assert "deliveries/s" in told
    assert "0 of 20 browsers differ from a fresh snapshot" in told
