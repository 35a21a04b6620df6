"""Examples shown in the OpenAPI description, in both languages."""

from __future__ import annotations

from typing import Any

from knowledge.answers import Outcome

# Typed Any: pydantic's type for JSON is invariant in its lists.
QUESTIONS: Any = [
    {"question": "Apa satuan indikator 19.9?"},
    {"question": "What is the unit of indicator 19.9?", "language": "en", "scope": "sni"},
]

_REFUSAL = Outcome.REFUSED.message("id")
_COMMON: dict[str, Any] = {
    "version": 1,
    "turn": "3f0c9f1a2b7d4e5f8a6b1c2d3e4f5a6b",
    "conversation": "kq3v9TzJ0nWb7eYxA1LmPw",
    "notice": "",
    "understood": "",
    "suggestions": [],
    "release": "r-1",
    "milliseconds": 14.2,
}

ANSWERS: Any = [
    {
        **_COMMON,
        "outcome": "refused",
        "label": "Tidak ada di dokumen",
        "language": "id",
        "question": "Siapa juara liga tahun ini?",
        "text": _REFUSAL,
        "blocks": [
            {
                "kind": "paragraph",
                "text": _REFUSAL,
                "citations": [],
            }
        ],
        "citations": [],
        "confidence": 0.02,
    },
    {
        **_COMMON,
        "outcome": "indicator",
        "label": "Indicator",
        "language": "en",
        "question": "What is the unit of indicator 19.9?",
        "text": "Unit of indicator 19.9: percent. [1]",
        "blocks": [{"kind": "paragraph", "text": "Unit of indicator 19.9: percent.", "citations": [1]}],
        "citations": [
            {
                "number": 1,
                "title": "ISO 37122:2019 Sustainable cities and communities — Indicators for smart cities",
                "publisher": "BSN / ISO",
                "date": "",
                "locator": "clause 19.9",
                "url": "",
                "document": "",
                "quote": "",
            }
        ],
        "confidence": 1.0,
    },
]
