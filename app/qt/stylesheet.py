"""The one style sheet of the application: few rules, on the app, never on single widgets.

Tables, buttons, chips and charts paint themselves from tokens; rules here are for what Qt draws.
"""

from __future__ import annotations

from string import Template

from app.qt.tokens import FAMILY, Tokens

_RULES = Template("""
* { font-family: "$family"; font-size: ${f13}px; }
QMainWindow, QDialog, QWidget#canvas { background: $canvas; }
QFrame#rail { background: $rail; border: 0; border-right: 1px solid $line; }
QFrame#top { background: $surface; border: 0; border-bottom: 1px solid $line; }
QFrame#bottom { background: $rail; border: 0; border-top: 1px solid $line; }
QFrame[card="true"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[card="sunken"] { background: $sunken; border: 1px solid $line; border-radius: 8px; }
QFrame[raised="true"] { background: $raised; border: 1px solid $line2; border-radius: 10px; }
QFrame[sunken="true"] { background: $sunken; border: 0; border-top: 1px solid $line; }
QFrame[sunken="rounded"] { background: $sunken; border: 0; border-top: 1px solid $line;
  border-bottom-left-radius: 9px; border-bottom-right-radius: 9px; }
QFrame[rule="true"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[rule="vertical"] { background: $line; border: 0; max-width: 1px; min-width: 1px; }
QLabel { color: $text; background: transparent; border: 0; }
QLabel[role="muted"] { color: $text3; }
QLabel[role="second"] { color: $text2; }
QLabel[role="hint"] { color: $text3; font-size: ${f11}px; }
QLabel[role="label"] { color: $text2; font-size: ${f12}px; font-weight: 500; }
QLabel[role="caption"] { color: $text3; font-size: ${f12}px; }
QLabel[role="heading"] { color: $text3; font-size: ${f12}px; font-weight: 500; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="gain"] { color: $okText; font-weight: 600; }
QLabel[role="section"] { font-size: ${f14}px; font-weight: 600; }
QLabel[role="place"] { font-size: ${f15}px; font-weight: 600; }
QLabel[role="period"] { font-size: ${f17}px; font-weight: 600; }
QLabel[role="crumb"] { color: $text3; font-size: ${f15}px; }
QLabel[role="title"] { font-size: ${f20}px; font-weight: 600; }
QLabel[role="figure"] { font-size: ${f20}px; font-weight: 600; }
QLabel[role="hero"] { font-size: ${f24}px; font-weight: 600; }
QLabel[role="error"] { color: $badText; font-size: ${f12}px; }
QLabel[role="value"] { color: $text2; font-size: ${f12}px; }
QLabel[role="mark"] { color: $warnText; background: $warnBg; border: 1px solid $markEdge; border-radius: 4px;
  padding: 1px 7px; font-size: ${f12}px;  font-weight: 500; }
QLabel:disabled { color: $disabled; }
QLineEdit, QPlainTextEdit, QComboBox { background: $surface; border: 1px solid $control; border-radius: 6px;
  color: $text; selection-background-color: $accent; selection-color: $onAccent; }
QLineEdit { min-height: ${h28}px; padding: 1px 9px; }
QLineEdit[entry="true"] { min-height: ${h31}px; font-size: ${f14}px; }
QComboBox { min-height: ${h28}px; padding: 1px 28px 1px 9px; }
QPlainTextEdit { padding: 4px 5px; }
QLineEdit:focus { border: 2px solid $focus; padding: 0 8px; }
QComboBox:focus, QComboBox:on { border: 2px solid $focus; padding: 0 27px 0 8px; }
QPlainTextEdit:focus { border: 2px solid $focus; padding: 3px 4px; }
QLineEdit[refused="true"] { border: 2px solid $bad; padding: 0 8px; }
QPlainTextEdit[refused="true"] { border: 2px solid $bad; padding: 3px 4px; }
QComboBox[refused="true"] { border: 2px solid $bad; padding: 0 27px 0 8px; }
QLineEdit[readOnly="true"] { background: $sunken; border-color: $line2; }
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus { border: 0; background: transparent; padding: 0;
  font-size: ${f17}px; }
QLineEdit[cell="true"], QLineEdit[cell="true"]:focus { border: 2px solid $focus; border-radius: 0; padding: 0 8px;
  min-height: 0; background: $surface; font-size: ${f14}px; font-weight: 600; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: $sunken; color: $disabled;
  border-color: $line2; }
QComboBox::drop-down { border: 0; width: 0; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $line2; outline: 0; padding: 4px;
  selection-background-color: $accentSoft; selection-color: $accentText; }
QComboBox QAbstractItemView::item { min-height: ${h28}px; padding: 0 6px; border: 0; }
QTextBrowser { background: $surface; border: 0; color: $text; selection-background-color: $accent;
  selection-color: $onAccent; }
QTableView { background: $surface; border: 0; outline: 0; selection-background-color: $selRow; selection-color: $text; }
QHeaderView, QTableCornerButton::section { background: $sunken; border: 0; }
QScrollArea, QScrollArea > QWidget > QWidget#inside { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: $line2; border-radius: 3px; min-height: 28px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: $line2; border-radius: 3px; min-width: 28px; margin: 2px; }
QScrollBar::handle:hover { background: $control; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QToolTip { background: $raised; color: $text; border: 1px solid $line2; padding: 4px 6px; font-size: ${f12}px; }
QMenu { background: $raised; color: $text; border: 1px solid $line2; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 10px; border-radius: 4px; }
QMenu::item:selected { background: $accentSoft; color: $accentText; }
QMenu::item:disabled { background: transparent; color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 0; }
QProgressBar { background: $neutralBg; border: 0; border-radius: 4px; max-height: 8px; min-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
""")


def stylesheet(tokens: Tokens) -> str:
    """The rules with the colors and sizes of a look."""
    sizes = {f"f{size}": tokens.px(size) for size in (11, 12, 13, 14, 15, 17, 20, 24)}
    sizes |= {"h28": tokens.px(28), "h31": tokens.px(31)}
    colors = tokens.colors()
    colors["markEdge"] = colors["warnText" if tokens.more_contrast else "warnBg"]
    return _RULES.substitute(colors, family=FAMILY, **{name: str(size) for name, size in sizes.items()})
