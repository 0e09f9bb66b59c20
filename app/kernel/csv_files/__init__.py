"""CSV files of other programs, whatever they are about: bytes to a table, headings to meanings, and a look at both."""

from __future__ import annotations

from app.kernel.csv_files.decoding import LARGEST_FILE
from app.kernel.csv_files.headings import Mapping, Vocabulary, choose, folded
from app.kernel.csv_files.left_out import left_out_csv
from app.kernel.csv_files.looking import Preview, RowLike, delimiter_words, judged
from app.kernel.csv_files.reading import CsvFile, read_content, read_path
from app.kernel.csv_files.table import MOST_ROWS, Record, Table, read_table

__all__ = [
    "LARGEST_FILE",
    "MOST_ROWS",
    "CsvFile",
    "Mapping",
    "Preview",
    "Record",
    "RowLike",
    "Table",
    "Vocabulary",
    "choose",
    "delimiter_words",
    "folded",
    "judged",
    "left_out_csv",
    "read_content",
    "read_path",
    "read_table",
]
