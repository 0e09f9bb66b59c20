"""Payment codes."""

from __future__ import annotations

import pytest

from app.kernel.money import Money
from app.kernel.problems import Problem
from app.paper.qr import LEAST_MODULE, LEAST_SIDE, code_mark, code_side, epc_text, quiet_zone
from app.paper.style import MM

IBAN = "DE71 1102 2033 0123 4567 89"


def epc(**changes: object) -> str:
    values: dict[str, object] = {
        "name": "Fabrik für Worte GmbH",
        "iban": IBAN,
        "amount": Money.of("1754.95", "EUR"),
        "text": "INV-2026-0118",
    }
    return epc_text(**{**values, **changes})  # type: ignore[arg-type]


def test_the_payload_follows_epc069_12_version_002() -> None:
    assert epc().split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "",
        "Fabrik für Worte GmbH",
        "DE71110220330123456789",
        "EUR1754.95",
        "",
        "",
        "INV-2026-0118",
    ]


def test_a_structured_reference_stands_in_its_own_line_and_empty_ends_are_cut() -> None:
    lines = epc(text="", reference="RF18539007547034", bic="cobadeff").split("\n")
    assert lines[4] == "COBADEFF"
    assert lines[9:] == ["RF18539007547034"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": Money.of("10", "GBP")}, "amount"),
        ({"amount": Money.zero("EUR")}, "amount"),
        ({"amount": Money.of("-1", "EUR")}, "amount"),
        ({"name": ""}, "name"),
        ({"name": "x" * 71}, "name"),
        ({"iban": "DE72110220330123456789"}, "iban"),
        ({"iban": "11022033"}, "iban"),
        ({"bic": "COBADE"}, "bic"),
        ({"reference": "RF18539007547034"}, "text"),
        ({"reference": "R" * 36, "text": ""}, "reference"),
        ({"text": "x" * 141}, "text"),
        ({"name": "Ł" * 70, "text": "Ł" * 140}, "text"),
    ],
)
def test_facts_a_bank_would_refuse_are_refused_by_name(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Problem) as caught:
        epc(**changes)
    assert caught.value.code == "paper.code"
    assert caught.value.field == field


def test_a_line_break_in_a_name_cannot_forge_a_line_of_the_code() -> None:
    assert epc(name="Alder\nFR7630006000011234567890189").split("\n")[5] == "Alder FR7630006000011234567890189"


def test_a_code_with_its_quiet_zone_is_at_least_25_mm_wide_with_modules_of_0_4_mm() -> None:
    assert code_side("INV-2026-0118") == pytest.approx(LEAST_SIDE)
    for text in ("INV-2026-0118", *("x" * length for length in range(40, 400, 40))):
        assert code_side(text) + 2 * quiet_zone(text) >= 25 * MM
    longest = epc(name="Ł" * 60, text="x" * 140)
    mark = code_mark(longest, 0, 0)
    assert mark.size / mark.modules >= LEAST_MODULE - 1e-9
    assert quiet_zone(longest) == pytest.approx(4 * mark.size / mark.modules)


@pytest.mark.parametrize("length", [1500, 5000])
def test_a_text_too_long_for_a_phone_is_refused(length: int) -> None:
    with pytest.raises(Problem, match="too long for a code"):
        code_side("https://pay.example/" + "x" * length)
