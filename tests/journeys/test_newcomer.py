"""A newcomer's whole story through the real window, from an empty book and somebody's real calendar to nothing owed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from app.bootstrap.desk import Desk
from app.bootstrap.journey import Newcomer, Story
from app.bootstrap.player import Player
from app.bootstrap.tour import play_tour, private_places
from app.invoices.queries import invariants as bill_invariants
from app.invoices.queries import invoice_pdf, invoices
from app.kernel.clock import FixedClock
from app.receivables.queries import invariants as cash_invariants
from app.receivables.queries import owed
from app.shell.pages.new_book import NewBookPage
from app.shell.passphrase import line_of
from app.storage.book import Book
from app.storage.chain import chain_problems
from app.storage.check import file_problems

CALENDAR = Path(__file__).parents[1] / "data" / "calendars" / "jazzband+icalevents" / "google_2024.ics"
"""A daily meeting at seven in the morning in Zurich, thirty times from 25 March 2024, and two all-day events."""
NOW = datetime(2024, 3, 29, 17, 0, tzinfo=UTC)


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr("app.bootstrap.opening.clock_for", lambda _place: FixedClock(NOW))
    monkeypatch.setattr("app.kernel.clock.SystemClock", lambda: FixedClock(NOW))
    desk = Desk(qapp, private_places(tmp_path))
    desk.theme.apply("light")
    desk.window.frame.resize(1440, 900)
    desk.window.frame.show()
    yield desk
    desk.window.frame.close()
    desk.close()


def found(player: Player, desk: Desk, place: Path) -> Book:
    desk.start(None, use_demo=False)
    player.settle()
    desk.window.make_book()
    page = player.shown(NewBookPage)
    line_of(page.place_step.place_box).setText(str(place))
    page.next()
    player.settle()
    page.protection_step.passphrase.clear()
    page.next()
    player.settle()
    root = page.code_step.root
    assert root is not None
    page.code_step.line.setText(root.code[-4:])
    page.next()
    player.settle()
    player.fill(
        page.firm_step,
        name="Limmat Studio",
        country="United Kingdom",
        zone="Europe/Zurich",
        person_name="Lea Frei",
        grade="Partner",
        address="7 Quay\nBristol BS1 4RR",
        tax_number="GB999999973",
        iban="GB82WEST12345698765432",
        contact_email="office@limmat.example",
    )
    player.picture("found the firm")
    page.next()
    player.until(lambda: desk.window.is_open, "the window did not open on the new firm")
    assert desk.backend.book is not None
    return desk.backend.book


def test_from_an_empty_book_and_a_calendar_to_nothing_owed(desk: Desk, tmp_path: Path) -> None:
    player = Player(desk.window)
    book = found(player, desk, tmp_path / "limmat" / "limmat.watertight")
    story = Story(
        client="Rigi Maps AG",
        domain="rigimaps.example",
        sow_title="Wayfinding review",
        start=date(2024, 3, 18),
        end=date(2024, 5, 31),
        budget="1,000.00",
        rate="240.00",
        calendar=CALENDAR,
        today=NOW.date(),
        line="rigi review 2.5 first reading",
        waiting=7,
    )
    newcomer = Newcomer(player, story, tmp_path)
    newcomer.play()

    assert newcomer.number == "INV-2024-0001"
    bills = book.read(invoices)
    assert [(row.number, row.net.amount, row.tax.amount, row.gross.amount) for row in bills] == [
        ("INV-2024-0001", Decimal("840.00"), Decimal("168.00"), Decimal("1008.00"))
    ]
    assert book.read(owed) == []
    stored = book.read(invoice_pdf, invoice_id=bills[0].invoice_id)
    file = tmp_path / "INV-2024-0001.pdf"
    assert file.read_bytes() == stored
    text = "".join(page.extract_text() for page in PdfReader(file).pages)
    for words in ("INV-2024-0001", "Rigi Maps AG", "£1,008.00", "Kick-off with the team", "first reading"):
        assert words in text
    for look in (chain_problems, file_problems, bill_invariants, cash_invariants):
        assert book.read(look) == []


@pytest.mark.xdist_group("demo")
def test_the_tour_plays_through_on_the_demo(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "tour"
    assert play_tour(out) == 0, capsys.readouterr().err
    papers = {path.stem for path in out.glob("*.pdf")}
    assert {"INV-2026-0118", "INV-2026-0119", "INV-2026-0120", "INV-2026-0121"} <= papers
    assert len(list(out.glob("*.png"))) > 15
