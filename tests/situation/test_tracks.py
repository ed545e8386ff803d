"""Events folded into tracks: which track, which state, by which event, in which order."""

from collections.abc import Sequence

from told import TEXT, USA, VEN, act, make_event

from dragoman.records.event import EventMention
from dragoman.records.situation import TrackState
from dragoman.situation.machines import load_machines
from dragoman.situation.tracks import Told, countries_of, dyad_of, fold_tracks


def fold(*told: tuple[EventMention, str, str | None]) -> dict[str, TrackState]:
    items = [Told(event, sentence, published) for event, sentence, published in told]
    return {track.track: track for track in fold_tracks(items, load_machines())}


def states(track: TrackState) -> list[str]:
    return [change.state for change in track.history]


def test_a_cancelled_attack_de_escalates() -> None:
    tracks = fold((make_event("a", "ASSAULT", "cancelled"), TEXT, "2026-01-09"))
    track = tracks["military"]
    assert (track.state, track.dyad, track.events) == ("de-escalating", ("USA", "VEN"), ("a",))
    assert track.history[0].basis.event == "a"


def test_an_attack_that_did_not_happen_is_no_war() -> None:
    for status in ("planned", "possible", "denied", "cancelled", "requested", "conditional"):
        tracks = fold((make_event("a", "ASSAULT", status), TEXT, "2026-01-09"))
        assert tracks["military"].state != "war", status
    assert fold((make_event("a", "ASSAULT"), TEXT, "2026-01-09"))["military"].state == "war"


def test_later_reports_move_a_track_on() -> None:
    steps: Sequence[tuple[EventMention, str, str | None]] = [
        (make_event("b", "ASSAULT", "cancelled"), TEXT, "2026-01-09"),
        (make_event("a", "ASSAULT", "planned"), TEXT, "2026-01-05"),
    ]
    track = fold(*steps)["military"]
    assert states(track) == ["attack-planned", "de-escalating"]
    assert track.state == "de-escalating"


def test_the_order_of_reading_changes_nothing() -> None:
    rows = [
        (make_event("a", "ASSAULT", "planned"), TEXT, "2026-01-05"),
        (make_event("b", "ASSAULT", "cancelled"), TEXT, "2026-01-09"),
        (make_event("c", "CONSULT", mode="visit"), TEXT, "2026-01-10"),
    ]
    assert fold(*rows) == fold(*reversed(rows))


def test_background_comes_before_the_news() -> None:
    exploring = make_event("new", "AGREE", "possible", act=act("SUPPORT"), contexts=("diplomatic",))
    track = fold(
        (exploring, "They explore restoring diplomatic relations.", "2026-01-10"),
        (
            make_event(
                "old",
                "SANCTION",
                mode="withdraw",
                day="2019-01-23",
                background=True,
                contexts=("diplomatic",),
            ),
            "They broke off diplomatic relations in 2019.",
            "2026-01-10",
        ),
    )["diplomatic"]
    assert states(track) == ["severed", "exploratory"]
    assert [change.since for change in track.history] == ["2019-01-23", "2026-01-10"]
    assert [change.background for change in track.history] == [True, False]


def test_a_dyad_is_in_alphabetical_order_whoever_acts() -> None:
    one = make_event("a", "CONSULT")
    other = make_event("b", "CONSULT", actors=(VEN,), recipients=(USA,))
    assert dyad_of(one) == dyad_of(other) == ("USA", "VEN")
    assert countries_of(other) == ("VEN", "USA")


def test_an_event_of_one_country_belongs_to_the_report_s_pair() -> None:
    alone = make_event("a", "MOBILIZE", recipients=())
    assert dyad_of(alone, ("USA", "VEN")) == ("USA", "VEN")
    assert dyad_of(alone, ("COL", "VEN")) == ("USA",)
    assert dyad_of(alone) == ("USA",)


def test_an_event_is_on_one_track_only() -> None:
    rows = [
        (make_event(type_, type_, contexts=("diplomatic", "military", "economic")), TEXT, None)
        for type_ in ("CONSULT", "SUPPORT", "AID", "ASSAULT", "SANCTION", "RETREAT", "MOBILIZE")
    ]
    ids = [event for track in fold(*rows).values() for event in track.events]
    assert len(ids) == len(set(ids))


def test_no_events_give_no_tracks() -> None:
    assert fold() == {}
