"""The scale of the timeline: monotonous, wide where much is dated, cut where nothing is."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from relazione.model.dates import day_number
from relazione.publish.timescale import BREAK, TICKS_APART, Scale, unit_of


def day(year: int, month: int = 1, of_month: int = 1) -> int:
    return day_number(year, month, of_month)


def test_a_silence_of_centuries_is_cut_out() -> None:
    scale = Scale.of([day(1396), day(1911), day(1912), day(2020)], day(1396), day(2025), 1000)
    assert scale.unit == "decade"
    assert len(scale.breaks) == 2
    cut = scale.breaks[0]
    assert (cut.first, cut.after, cut.width) == (day(1400), day(1910), BREAK)
    assert scale.x(day(1410)) - scale.x(day(1400)) < scale.x(day(1913)) - scale.x(day(1911))


def test_where_more_is_dated_there_is_more_room() -> None:
    scale = Scale.of([day(1911, month) for month in range(1, 13)] + [day(1925), day(1931)], day(1900), day(1960), 1000)
    full = scale.x(day(1912)) - scale.x(day(1911))
    assert full > 2 * (scale.x(day(1926)) - scale.x(day(1925)))


def test_nothing_dated_gives_an_even_scale() -> None:
    scale = Scale.of([], day(1900), day(1999, 12, 31), 1000)
    assert not scale.breaks
    assert abs(scale.x(day(1950)) - 500) < 6


def test_the_bins_suit_the_length() -> None:
    assert [unit_of(day(1900), day(year)) for year in (1901, 1903, 1910, 2025, 2200)] == [
        "month",
        "month",
        "year",
        "year",
        "decade",
    ]


def test_labels_do_not_touch_and_are_of_round_years() -> None:
    scale = Scale.of([day(year) for year in range(1400, 2025, 3)], day(1396), day(2025), 1000)
    ticks = scale.ticks()
    assert all(b.x - a.x >= TICKS_APART for a, b in itertools.pairwise(ticks))
    assert all(int(tick.label) % 10 == 0 for tick in ticks)
    months = Scale.of([day(1911, 9, 29)], day(1911), day(1911, 12, 31), 1000)
    assert months.ticks()[0].label == "Sep 1911"
    even = Scale.of([], day(1911, 11), day(1912, 3, 31), 1000)
    assert [tick.label for tick in even.ticks()] == ["Nov 1911", "Dec", "Jan 1912", "Feb", "Mar"]


def test_what_is_dated_vaguely_keeps_its_room() -> None:
    days, end = [day(1900), day(1950)], day(1990, 12, 31)
    cut = Scale.of(days, day(1900), end, 1000)
    kept = Scale.of(days, day(1900), end, 1000, [(day(1920), day(1929, 12, 31))])
    assert cut.x(day(1930)) - cut.x(day(1920)) < BREAK
    assert kept.x(day(1930)) - kept.x(day(1920)) > 3 * BREAK
    assert len(kept.breaks) == len(cut.breaks) + 1


def test_years_before_our_era_have_their_name() -> None:
    scale = Scale.of([day(-26), day(100)], day(-26), day(110), 1000)
    assert scale.ticks()[0].label == "31 BC"


@given(
    st.lists(st.integers(-700_000, 25_000), max_size=60), st.integers(-700_000, 25_000), st.integers(0, 400_000),
    st.integers(200, 2000),
)  # fmt: skip
def test_later_is_never_further_left(days: list[int], first: int, length: int, width: int) -> None:
    scale = Scale.of(days, first, first + length, width)
    assert abs(sum(one.width for one in scale.bins) - width) < 0.01
    assert scale.first <= first <= first + length <= scale.last
    places = [scale.x(at) for at in range(first, first + length + 1, max(1, length // 50))]
    assert all(a <= b for a, b in itertools.pairwise(places))
    assert all(0 <= place <= width + 0.01 for place in places)
    for place in places[::7]:
        assert abs(scale.x(scale.day(place)) - place) < max(1.0, max(one.width for one in scale.bins))
