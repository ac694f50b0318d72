import gc
from importlib import import_module


def test_what_a_server_loads_once_is_not_collected_again_and_again():
    import_module("skyy.asgi")
    assert gc.get_freeze_count() > 100_000
