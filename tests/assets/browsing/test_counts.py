"""What a count says is what choosing it shows."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.assets import lifecycle
from apps.assets.models import Asset, Collection

ROLES = ["photograph", "packshot", "mask", "evidence"]
SIGNATURE, RUNWAY = "signature", "runway"


@pytest.fixture
def stocked(team):
    """Two of some, one of others, some in the bin, of every kind, role, status and collection."""
    collections = [
        None,
        *(Collection.objects.create(team=team, slug=s, name=s) for s in (SIGNATURE, RUNWAY)),
    ]
    every = product(["image", "video"], ROLES, ["ready", "processing", "deleted"], collections)
    for number, (kind, role, status, collection) in enumerate(every):
        for again in range(1 + number % 2):
            asset = Asset.objects.create(
                team=team,
                kind=kind,
                role=role,
                status=status,
                collection=collection,
                name=f"{'bag' if number % 3 else 'hat'} {number} {again}",
            )
            if number % 4 == 0 and status != "deleted":
                lifecycle.edit(asset, tags=["noir"] if number % 8 else ["noir", "rose"])


QUESTIONS = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(["bag", "hat", "noir"]),
        "collection": st.lists(st.sampled_from([SIGNATURE, RUNWAY]), min_size=1, unique=True),
        "kind": st.lists(st.sampled_from(["image", "video"]), min_size=1, unique=True),
        "role": st.lists(st.sampled_from(ROLES), min_size=1, unique=True),
        "status": st.lists(st.sampled_from(["ready", "processing"]), min_size=1, unique=True),
        "tags": st.lists(st.sampled_from(["noir", "rose"]), min_size=1, unique=True),
        "order": st.sampled_from(["newest", "oldest", "name"]),
    },
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked=QUESTIONS, data=st.data())
def test_choosing_what_is_counted_shows_that_many(browser, contributor, stocked, asked, data):
    client = browser(contributor)
    page = client.get("/library/", asked)
    total = page.context["page"]["total"]
    assert len(page.context["cards"]) == min(60, total)
    counted = [
        (facet.name, option)
        for facet in page.context["facets"]
        for option in facet.options
        if option.count is not None
    ]
    if not counted:
        return
    name, option = data.draw(st.sampled_from(counted))
    also = [*asked.get("tags", []), option.value] if name == "tags" else [option.value]
    then = client.get("/library/", asked | {name: also})
    assert then.context["page"]["total"] == option.count


def test_the_rail_of_everything_counts_everything(browser, contributor, stocked):
    page = browser(contributor).get("/library/")
    kept = Asset.objects.exclude(status="deleted").exclude(role__in=["mask", "evidence"])
    assert page.context["page"]["total"] == kept.count()
    roles = next(facet for facet in page.context["facets"] if facet.name == "role")
    everything = Asset.objects.exclude(status="deleted")
    for option in roles.options:
        assert option.count == everything.filter(role=option.value).count()


@pytest.mark.parametrize("query", [{"role": ["x"] * 21}, {"kind": "sculpture"}, {"status": "gone"}])
def test_what_cannot_be_understood_narrows_nothing(browser, contributor, stocked, query):
    client = browser(contributor)
    whole = client.get("/library/").context["page"]["total"]
    assert client.get("/library/", query).context["page"]["total"] == whole
