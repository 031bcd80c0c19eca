import io
import json

import pytest
from rock_glacier_inventory.engine.telling.report import JsonReport, PartOf, SilentReport, Stop, TextReport
from rock_glacier_inventory.inventory import messages
from rock_glacier_inventory.inventory.errors import Cancelled


@pytest.mark.parametrize(
    "message",
    [
        messages.Progress(0.42, "12 of 30 tiles – 冰"),
        messages.Progress(None, "starting"),
        messages.Warning_("no nodata"),
        messages.Found("20261122T210509Z-0a1b2c", 3, 17, 1, 4),
        messages.Result({"candidates": 3, "output": "/tmp/é.gpkg", "f1": None}),
        messages.Failure("input", "There is no file x."),
    ],
)
def test_a_message_survives_the_line(message):
    line = messages.encode(message)
    assert "\n" not in line
    assert line.isascii()
    assert messages.decode(line) == message


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Downloading...",
        "[1, 2]",
        "{",
        '{"other": 1}',
        '{"found": {"run_id": "a"}}',
        '{"found": 3}',
        '{"result": 3}',
        "null",
    ],
)
def test_other_output_is_no_message(line):
    assert messages.decode(line) is None


def test_json_report_writes_only_messages_and_hides_secrets():
    stream = io.StringIO()
    report = JsonReport(stream)
    part = PartOf(report, 0.5, 1.0)
    part.progress(0.5, "reading https://x.org/?api_key=hush1234")
    report.warning("token=hush1234 failed")
    report.say(messages.Result({"candidates": 2}))
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert lines[0]["progress"] == 0.75
    assert lines[-1] == {"result": {"candidates": 2}}
    assert "hush1234" not in stream.getvalue()


def test_a_stop_that_was_asked_for_shows_at_the_next_progress():
    stop = Stop()
    for report in (JsonReport(io.StringIO(), stop), TextReport(io.StringIO(), stop)):
        report.progress(0.1, "first")
    stop.ask()
    for report in (JsonReport(io.StringIO(), stop), TextReport(io.StringIO(), stop)):
        with pytest.raises(Cancelled):
            report.progress(0.2, "second")


def test_a_stop_need_not_wait_where_there_is_nothing_to_tidy_up():
    stop = Stop()
    report = PartOf(JsonReport(io.StringIO(), stop), 0, 1)
    reached = False
    with pytest.raises(Cancelled), report.stops_at_once():
        stop.ask()
        reached = True
    assert not reached
    stop.ask()  # outside the block it is only noted ...
    with pytest.raises(Cancelled):  # ... and raised at the next step
        report.progress(0.5)


def test_a_stop_that_a_library_swallowed_is_raised_at_the_end_of_the_block():
    stop = Stop()
    with pytest.raises(Cancelled), TextReport(io.StringIO(), stop).stops_at_once():
        try:
            stop.ask()
        except Exception:
            swallowed = True
    assert swallowed


def test_what_was_found_passes_through_every_report():
    found = messages.Found("20261122T210509Z-0a1b2c", 3, 17, 1, 4)
    stream, silent = io.StringIO(), SilentReport()
    for report in (JsonReport(stream, request=7), TextReport(io.StringIO()), silent):
        PartOf(report, 0, 0.5).say(found)
    assert messages.decode_answer(stream.getvalue()) == (7, found)
    assert silent.founds == [found]
