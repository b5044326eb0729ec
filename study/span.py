"""How long something lasts, in the words of a person."""

from datetime import timedelta

from study.text import Text


def span(length: timedelta) -> Text:
    """A length of time as one round number: 1 天, 3 周, 5 个月, 1.2 年 / 1 day, 3 weeks, 5 months, 1.2 years."""
    days = length.total_seconds() / 86400
    if days < 1:
        return Text("今天", "today")
    if days < 14:
        return _said(round(days), "天", "day")
    if days < 60:
        return _said(round(days / 7), "周", "week")
    if days < 365:
        return _said(round(days / 30.44), "个月", "month")
    return _said(round(days / 365.25, 1), "年", "year")


def _said(number: float, zh: str, en: str) -> Text:
    return Text(f"{number:g} {zh}", f"{number:g} {en}{'' if number == 1 else 's'}")
