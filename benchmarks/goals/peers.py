"""Books for other programs, as big as a goal says: a journal for ledger, a book for GnuCash."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

CLIENTS, FEES = 500, 20
FIRST, DAYS = date(2016, 5, 2), 3_650
SPACES = " ".join(
    f'xmlns:{name}="http://www.gnucash.org/XML/{name}"'
    for name in ("gnc", "act", "book", "cd", "cmdty", "trn", "split", "ts", "slot")
)


def journal(file: Path, transactions: int) -> Path:
    """Transactions of two postings each, as ledger and hledger read them."""
    dice = random.Random(3)
    with file.open("w", encoding="utf-8") as out:
        for number in range(transactions):
            day = FIRST + timedelta(DAYS * number // transactions)
            sum_ = f"{dice.randrange(1_000, 500_000) / 100:.2f}"
            client, fee = dice.randrange(CLIENTS), dice.randrange(FEES)
            out.write(f"{day} * work {number}\n    Assets:AR:C{client}  {sum_} USD\n    Income:F{fee}\n\n")
    return file


def gnucash_book(file: Path, transactions: int) -> Path:
    """Transactions of two splits each."""
    dice = random.Random(3)

    def key() -> str:
        return f"{dice.getrandbits(128):032x}"

    root = key()
    tops = [(key(), "Income", "INCOME", root), (key(), "Assets", "ASSET", root)]
    owed = [(key(), f"Client {n}", "ASSET", tops[1][0]) for n in range(CLIENTS)]
    fees = [(key(), f"Fee {n}", "INCOME", tops[0][0]) for n in range(FEES)]
    dollar = "<cmdty:space>CURRENCY</cmdty:space><cmdty:id>USD</cmdty:id>"
    with file.open("w", encoding="utf-8") as out:
        out.write(
            f'<?xml version="1.0" encoding="utf-8" ?>\n<gnc-v2 {SPACES}>\n<gnc:count-data cd:type="book">1'
            f'</gnc:count-data>\n<gnc:book version="2.0.0"><book:id type="guid">{key()}</book:id>\n'
            f'<gnc:commodity version="2.0.0">{dollar}</gnc:commodity>\n<gnc:account version="2.0.0">'
            f'<act:name>Root Account</act:name><act:id type="guid">{root}</act:id><act:type>ROOT</act:type>'
            "</gnc:account>\n"
        )
        for number, name, kind, parent in (*tops, *owed, *fees):
            out.write(
                f'<gnc:account version="2.0.0"><act:name>{name}</act:name><act:id type="guid">{number}</act:id>'
                f"<act:type>{kind}</act:type><act:commodity>{dollar}</act:commodity><act:commodity-scu>100"
                f'</act:commodity-scu><act:parent type="guid">{parent}</act:parent></gnc:account>\n'
            )
        for place in range(transactions):
            day = FIRST + timedelta(DAYS * place // transactions)
            minor = dice.randrange(1_000, 500_000)
            splits = "".join(
                f'<trn:split><split:id type="guid">{key()}</split:id><split:reconciled-state>n'
                f"</split:reconciled-state><split:value>{value}/100</split:value><split:quantity>{value}/100"
                f'</split:quantity><split:account type="guid">{account}</split:account></trn:split>'
                for value, account in ((minor, dice.choice(owed)[0]), (-minor, dice.choice(fees)[0]))
            )
            out.write(
                f'<gnc:transaction version="2.0.0"><trn:id type="guid">{key()}</trn:id><trn:currency>{dollar}'
                f"</trn:currency><trn:date-posted><ts:date>{day} 10:59:00 +0000</ts:date></trn:date-posted>"
                f"<trn:date-entered><ts:date>{day} 10:59:00 +0000</ts:date></trn:date-entered><trn:description>work "
                f"{place}</trn:description><trn:splits>{splits}</trn:splits></gnc:transaction>\n"
            )
        out.write("</gnc:book></gnc-v2>\n")
    return file
