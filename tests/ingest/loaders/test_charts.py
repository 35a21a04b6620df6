"""Charts as tables, diagrams as lines."""

from ingest.limits import DEFAULT, Meter
from ingest.loaders.charts import chart, diagram

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"


def _points(*values: str) -> str:
    return "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values) if value)


def _series(name: str, categories: str, values: str) -> str:
    told = f"<c:tx><c:strRef><c:strCache>{_points(name)}</c:strCache></c:strRef></c:tx>"
    figures = f"<c:val><c:numRef><c:numCache>{values}</c:numCache></c:numRef></c:val>"
    return f"<c:ser>{told}<c:cat>{categories}</c:cat>{figures}</c:ser>"


def _read(*series: str, title: str = "") -> list[str]:
    above = (
        f"<c:title><c:tx><c:rich><a:p><a:r><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx></c:title>" if title else ""
    )
    plot = f"<c:plotArea><c:barChart>{''.join(series)}</c:barChart></c:plotArea>"
    xml = f'<c:chartSpace xmlns:c="{CHART}" xmlns:a="{MAIN}"><c:chart>{above}{plot}</c:chart></c:chartSpace>'
    return [piece.text for piece in chart(xml.encode(), Meter(DEFAULT), DEFAULT)]


def test_a_chart_is_a_row_for_each_category_and_a_column_for_each_series() -> None:
    names = f"<c:strRef><c:strCache>{_points('2021', '2022')}</c:strCache></c:strRef>"
    form = "<c:formatCode>0.0%</c:formatCode>"
    title, table = _read(
        _series("Beji", names, form + _points("0.125", "0.5")), _series("Tugu", names, _points("3", "")), title="Warga"
    )
    assert title == "Warga"
    assert table.splitlines()[2:] == ["| 2021 | 12.5% | 3 |", "| 2022 | 50.0% |  |"]


def test_categories_of_two_levels_are_joined() -> None:
    inner, outer = f"<c:lvl>{_points('L', 'P', 'L')}</c:lvl>", f"<c:lvl>{_points('Beji', '', 'Tugu')}</c:lvl>"
    names = f"<c:multiLvlStrRef><c:multiLvlStrCache>{inner}{outer}</c:multiLvlStrCache></c:multiLvlStrRef>"
    (table,) = _read(_series("Warga", names, _points("1", "2", "3")))
    assert table.splitlines()[2:] == ["| Beji – L | 1 |", "| Beji – P | 2 |", "| Tugu – L | 3 |"]


def test_a_chart_without_stored_figures_is_only_its_title() -> None:
    assert _read(title="Warga") == ["Warga"]


def test_the_words_of_a_diagram_are_lines() -> None:
    def point(text: str, kind: str = "node") -> str:
        return f'<d:pt type="{kind}"><d:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></d:t></d:pt>'

    points = point("Rencana") + point("Laksana") + point("garis", "parTrans")
    xml = f'<d:dataModel xmlns:d="{DIAGRAM}" xmlns:a="{MAIN}"><d:ptLst>{points}</d:ptLst></d:dataModel>'
    assert diagram(xml.encode()) == ["Rencana", "Laksana"]
