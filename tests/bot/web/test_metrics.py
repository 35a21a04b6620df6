"""What Prometheus reads."""

from __future__ import annotations

from bot.web.metrics import Metrics
from knowledge.answers import Answer, Outcome


def _lines(metrics: Metrics) -> list[str]:
    return metrics.render().decode().splitlines()


def test_requests_are_counted_by_endpoint_and_made_up_methods_together() -> None:
    metrics = Metrics()
    for method in ("GET", "GET", "EVIL1", "EVIL2"):
        metrics.request(method, "ask", 200, 0.02)
    lines = _lines(metrics)
    assert 'pandu_http_requests_total{endpoint="ask",method="GET",status="200"} 2.0' in lines
    assert 'pandu_http_requests_total{endpoint="ask",method="other",status="200"} 2.0' in lines
    assert 'pandu_http_request_seconds_bucket{endpoint="ask",le="0.01"} 0.0' in lines
    assert 'pandu_http_request_seconds_bucket{endpoint="ask",le="0.025"} 4.0' in lines
    assert "EVIL" not in "\n".join(lines)


def test_answers_are_counted_without_their_question() -> None:
    metrics = Metrics()
    metrics.answer(Answer(outcome=Outcome.REFUSED, language="id", question="Siapa Budi?"))
    metrics.not_stored()
    metrics.limited("site")
    lines = _lines(metrics)
    assert 'pandu_web_answers_total{language="id",outcome="refused"} 1.0' in lines
    assert "pandu_web_answers_not_stored_total 1.0" in lines
    assert 'pandu_http_limited_total{limit="site"} 1.0' in lines
    assert "Budi" not in "\n".join(lines)


def test_states_are_looked_at_when_they_are_read() -> None:
    metrics, state = Metrics(), {"up": True, "waiting": 3.0}
    metrics.database(lambda: state["up"] > 0, lambda: False)
    metrics.telegram(lambda: state["up"] > 0, lambda: state["waiting"])
    expected = {"pandu_turns_stored 1.0", "pandu_database_read 0.0", "pandu_telegram_up 1.0"}
    assert expected | {"pandu_telegram_waiting 3.0"} <= set(_lines(metrics))
    state.update(up=False, waiting=0.0)
    assert {"pandu_turns_stored 0.0", "pandu_telegram_up 0.0", "pandu_telegram_waiting 0.0"} <= set(_lines(metrics))
