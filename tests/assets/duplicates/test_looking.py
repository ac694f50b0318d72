from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.assets.duplicates import noting
from apps.assets.duplicates.looking import WIDTHS, alike, bands, distance, signed
from apps.assets.models import DuplicatePair, Fingerprint, Version, VersionSource

PRINTS = st.integers(0, 2**64 - 1)
FLIPPED = st.lists(st.integers(0, 63), unique=True, max_size=12)


def hexed(bits):
    return f"{bits:016x}"


@given(PRINTS, PRINTS)
def test_a_print_is_kept_whole_and_distances_are_those_of_the_bits(one, other):
    assert signed(hexed(one)) & (2**64 - 1) == one
    assert -(2**63) <= signed(hexed(one)) < 2**63
    assert distance(signed(hexed(one)), signed(hexed(other))) == (one ^ other).bit_count()
    parts = bands(signed(hexed(one)))
    assert sum(part << sum(WIDTHS[:at]) for at, part in enumerate(parts)) == one


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PRINTS, st.lists(FLIPPED, min_size=1, max_size=6))
def test_no_print_within_nine_bits_is_missed_and_none_beyond_is_taken(make_version, bits, flips):
    Fingerprint.objects.all().delete()
    version = make_version()
    noting.remember(version, hexed(bits))
    expected = []
    for flip in flips:
        near = make_version()
        turned = bits
        for bit in flip:
            turned ^= 1 << bit
        noting.remember(near, hexed(turned))
        if len(flip) <= 9:
            expected.append((len(flip), near.asset_id))
    own = Fingerprint.objects.get(version=version)
    found = alike(own, most=9, limit=100)
    assert [(far, asset) for asset, far in found] == sorted(expected)


def test_only_the_nearest_are_noted_and_only_once(make_version):
    first = make_version()
    noting.remember(first, hexed(0))
    for near in range(12):
        noting.remember(make_version(), hexed((1 << near) - 1))
    pairs = DuplicatePair.objects.filter(first=first.asset) | DuplicatePair.objects.filter(
        second=first.asset
    )
    assert max(pairs.values_list("distance", flat=True)) <= 8
    before = DuplicatePair.objects.count()
    noting.remember(first, hexed(0))
    assert DuplicatePair.objects.count() == before


def test_other_teams_bins_old_versions_and_what_jobs_made_are_left_out(make_version, other_team):
    version = make_version()
    noting.remember(make_version(of=other_team), hexed(7))
    binned = make_version()
    noting.remember(binned, hexed(7))
    binned.asset.status = "deleted"
    binned.asset.save()
    old = make_version()
    noting.remember(old, hexed(7))
    old.asset.current_version = None
    old.asset.save()
    made = make_version()
    Version.objects.filter(pk=made.pk).update(source=VersionSource.JOB)
    made.refresh_from_db()
    noting.remember(made, hexed(7))
    noting.remember(version, hexed(7))
    assert not DuplicatePair.objects.exists()


def test_looking_reads_no_more_rows_than_look_alike(make_version, django_assert_num_queries):
    for number in range(20):
        noting.remember(make_version(), hexed(number * 0x0123456789ABCDEF & (2**64 - 1)))
    own = Fingerprint.objects.select_related("version").first()
    with django_assert_num_queries(1):
        alike(own)
