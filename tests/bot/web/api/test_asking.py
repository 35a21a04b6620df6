"""Questions over HTTP, answered at once or as a stream."""

from __future__ import annotations

import json

from tests.bot.web.api_requests import ASK, ask, assert_problem, events
from tests.bot.web.sites import MakeSite, Site


def test_answers_with_citations_and_plain_text(site: Site) -> None:
    body = ask(site, "Apa itu ASCN?")
    assert body["version"] == 1
    assert body["outcome"] == "answered"
    assert body["label"] == "Terjawab"
    assert str(body["text"]).endswith("[1][2]")
    assert [citation["number"] for citation in body["citations"]] == [1, 2]  # type: ignore[attr-defined]
    assert not {"steps", "features", "passages", "place", "message"} & set(body)


def test_a_citation_says_whose_words_it_is_in_and_where_to_read_on(site: Site) -> None:
    quoted, summed_up = ask(site, "Apa itu ASCN?")["citations"]  # type: ignore[misc]
    assert (quoted["kind"], quoted["quote"] != "", quoted["picture"] != "") == ("quotation", True, True)
    assert (summed_up["kind"], summed_up["quote"], summed_up["picture"]) == ("summary", "", "")
    assert (summed_up["document"], summed_up["section"]) == ("ascn-governance.id", "chair")


def test_says_how_a_question_was_read_and_keeps_where_its_writer_is_from_to_itself(site: Site) -> None:
    assert ask(site, "Apa itu ASCN?")["understood"] == ""
    body = ask(site, "yang paham")
    assert str(body["understood"]).startswith("Saya memahami:")
    assert str(body["text"]).startswith(str(body["understood"]))
    assert "Kota Batu" not in json.dumps(body)


def test_who_wants_a_person_is_told_so_in_words(site: Site) -> None:
    body = ask(site, "mana petugas")
    assert (body["outcome"], body["label"]) == ("person", "Minta petugas")


def test_understands_a_follow_up_within_a_conversation_only(site: Site) -> None:
    first = ask(site, "Apa itu ASCN?")
    assert "ke-2" in str(ask(site, "Siapa ketuanya?", conversation=first["conversation"])["text"])
    assert "ke-1" in str(ask(site, "Siapa ketuanya?")["text"])


def test_passes_language_and_scope_on(site: Site) -> None:
    assert ask(site, "ASCN?", language="en", scope="sni")["language"] == "en"
    assert site.answers.asked[-1][1:3] == ("en", "sni")


def test_streams_the_same_answer(site: Site) -> None:
    response = site.client.post(ASK, json={"question": "Apa itu ASCN?"}, headers={"Accept": "text/event-stream"})
    assert response.headers["content-type"].startswith("text/event-stream")
    (first, status), (second, answer) = events(response)
    assert (first, status) == ("status", {"state": "searching"})
    assert second == "answer"
    assert set(answer) == set(ask(site, "Apa itu ASCN?"))


def test_streams_a_status_before_the_answer_is_known(site: Site) -> None:
    request = {"question": "yang lambat"}
    with site.client.stream("POST", ASK, json=request, headers={"Accept": "text/event-stream"}) as response:
        lines = response.iter_lines()
        assert next(lines) == "event: status"
        site.answers.released.set()
        assert "event: answer" in list(lines)
    site.answers.released.clear()


def test_an_error_within_becomes_an_outcome_without_its_text(site: Site) -> None:
    body = ask(site, "yang gagal")
    assert body["outcome"] == "error"
    assert "secret" not in json.dumps(body)


def test_refuses_a_question_that_is_too_long_in_the_callers_language(site: Site) -> None:
    request = {"question": "a" * 6001}
    assert "6000 karakter" in str(assert_problem(site.client.post(ASK, json=request), 422, "question-too-long"))
    english = site.client.post(ASK, json=request, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert "6000 characters" in english.json()["detail"]


def test_limits_questions_of_a_conversation(make_site: MakeSite) -> None:
    limited = make_site(questions_per_minute=1)
    first = ask(limited, "Apa itu ASCN?")
    request = {"question": "Lagi?", "conversation": first["conversation"]}
    assert_problem(limited.client.post(ASK, json=request), 429, "too-many-requests")
    streamed = limited.client.post(ASK, json=request, headers={"Accept": "text/event-stream"})
    name, problem = events(streamed)[-1]
    assert (name, problem["code"]) == ("error", "too-many-requests")
