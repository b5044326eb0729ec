"""The specifications of our charts, as plain data for ECharts."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from study.text import Lang

WEEKS = 18
MONTHS = {
    "zh": [f"{m}月" for m in range(1, 13)],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
WEEKDAYS = {"zh": list("日一二三四五六"), "en": list("SMTWTFS")}
# One hue from pale to full, readable on light and on dark ground.
SHADES = ["#bfdedf", "#6fb4b9", "#2f8f97", "#0b6b74"]
GREY = "#8a9496"


def bars(names: Sequence[str], values: Sequence[int]) -> dict[str, Any]:
    """One bar a name, its value above it."""
    return {
        "animation": False,
        "grid": {"left": 8, "right": 8, "top": 24, "bottom": 24},
        "xAxis": {"type": "category", "data": list(names), "axisTick": {"show": False}, "axisLabel": {"color": GREY}},
        "yAxis": {"type": "value", "show": False, "minInterval": 1},
        "series": [
            {
                "type": "bar",
                "data": [{"value": v, "label": {"show": v > 0}} for v in values],
                "label": {"position": "top", "color": GREY},
                "itemStyle": {"color": SHADES[2], "borderRadius": [3, 3, 0, 0]},
                "barMaxWidth": 26,
            }
        ],
    }


def groups(names: Sequence[str], series: Mapping[str, Sequence[float | None]]) -> dict[str, Any]:
    """Several bars a name, shares of 0..1 as percent; one that is not known is left out."""
    return {
        "animation": False,
        "grid": {"left": 8, "right": 8, "top": 34, "bottom": 24},
        "legend": {"top": 0, "textStyle": {"color": GREY}, "data": list(series)},
        "xAxis": {"type": "category", "data": list(names), "axisTick": {"show": False}, "axisLabel": {"color": GREY}},
        "yAxis": {"type": "value", "show": False, "max": 115},
        "series": [
            {
                "name": name,
                "type": "bar",
                "data": [None if v is None else round(100 * v) for v in values],
                "label": {"show": True, "position": "top", "color": GREY, "formatter": "{c}%"},
                "itemStyle": {"color": SHADES[1 + 2 * n], "borderRadius": [3, 3, 0, 0]},
                "barMaxWidth": 26,
            }
            for n, (name, values) in enumerate(series.items())
        ],
    }


def calendar(per_day: Mapping[date, int], today: date, lang: Lang) -> dict[str, Any]:
    """The last weeks as a heat map, a column a week."""
    start = today - timedelta(days=WEEKS * 7 - 1)
    shown = [[d.isoformat(), n] for d, n in per_day.items() if d >= start]
    return {
        "animation": False,
        "tooltip": {"formatter": "{c}"},
        "visualMap": {
            "show": False,
            "min": 1,
            "max": max([4, *(n for _, n in shown if isinstance(n, int))]),
            "inRange": {"color": SHADES},
        },
        "calendar": {
            "range": [start.isoformat(), today.isoformat()],
            "left": 28,
            "right": 8,
            "top": 24,
            "bottom": 4,
            "cellSize": ["auto", 18],
            "splitLine": {"show": False},
            "itemStyle": {"color": "rgba(128,140,142,.10)", "borderColor": "rgba(128,140,142,.25)", "borderWidth": 1},
            "dayLabel": {"nameMap": WEEKDAYS[lang], "color": GREY, "firstDay": 1},
            "monthLabel": {"nameMap": MONTHS[lang], "color": GREY},
            "yearLabel": {"show": False},
        },
        "series": [{"type": "heatmap", "coordinateSystem": "calendar", "data": shown}],
    }
