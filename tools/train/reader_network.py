"""The network of the reader: question and passage each by itself through the trunk, which stays as it is, and what it
made of both through a small network, which learns."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional

WIDTH, HEADS, INNER, POSITIONS = 384, 12, 1536, 512
LAYERS = 8  # of the trunk's twelve
MATCH, SMALL, HEADS_BEHIND = 128, 128, 4  # widths and heads behind the trunk
SCALE = 24.0  # of cosines
LEFT_OUT = 0.1  # share of what the trunk says that is hidden at each step
MASKED = -1e4


class Embedding(nn.Module):
    """Vectors of tokens at their positions."""

    def __init__(self, words: int) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(words, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Shape (n, tokens) to (n, tokens, width)."""
        found: torch.Tensor = self.norm(self.words(ids) + self.positions(torch.arange(ids.shape[1]))[None])
        return found


class Layer(nn.Module):
    """One layer of BERT; attention is written out, since torch's own takes eight times as long backwards on a CPU."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.mixed = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Shape (n, tokens, width) to the same; ``mask`` (n · heads, 1, tokens) is added to the attention."""
        count, length, _ = hidden.shape
        size = WIDTH // HEADS
        queries, keys, values = (
            self.qkv(hidden).view(count, length, 3, HEADS, size).permute(2, 0, 3, 1, 4).reshape(3, -1, length, size)
        )
        weights = torch.bmm(queries * size**-0.5, keys.transpose(1, 2))
        if mask is not None:
            weights = weights + mask
        mixed = torch.bmm(weights.softmax(-1), values).view(count, HEADS, length, size)
        hidden = self.norm1(hidden + self.mixed(mixed.transpose(1, 2).reshape(count, length, WIDTH)))
        after: torch.Tensor = self.norm2(hidden + self.outer(functional.gelu(self.inner(hidden))))
        return after


class Alone(nn.Module):
    """Token ids of one text to what the lower layers make of it."""

    def __init__(self, embedding: Embedding, layers: Sequence[Layer]) -> None:
        super().__init__()
        self.embedding, self.layers = embedding, nn.ModuleList(layers)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Shape (n, tokens) to (n, tokens, width)."""
        hidden: torch.Tensor = self.embedding(ids)
        for layer in self.layers:
            hidden = layer(hidden)
        return hidden


class Small(nn.Module):
    """One layer of a transformer over the question, normalised before."""

    def __init__(self) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(SMALL), nn.LayerNorm(SMALL)
        self.qkv, self.mixed = nn.Linear(SMALL, 3 * SMALL), nn.Linear(SMALL, SMALL)
        self.inner, self.outer = nn.Linear(SMALL, 2 * SMALL), nn.Linear(2 * SMALL, SMALL)

    def forward(self, hidden: torch.Tensor, asked: torch.Tensor) -> torch.Tensor:
        """Shape (r, q, small) to the same; ``asked`` (r, q) is 0 for what only fills."""
        queries, keys, values = (_heads(part) for part in self.qkv(self.norm1(hidden)).chunk(3, dim=-1))
        weights = queries @ keys.transpose(2, 3) * (SMALL // HEADS_BEHIND) ** -0.5
        weights = weights + ((1 - asked) * MASKED)[:, None, None]
        hidden = hidden + self.mixed((weights.softmax(-1) @ values).transpose(1, 2).flatten(2))
        after: torch.Tensor = hidden + self.outer(functional.gelu(self.inner(self.norm2(hidden))))
        return after


class Together(nn.Module):
    """What the trunk made of a question and a passage to a score of each unit of the passage.

    Each token of the question looks for its like in the unit, in the heading and in the whole passage (the late
    interaction of Khattab and Zaharia 2020, ColBERT), weighted by how much it matters; what it found in the unit is
    then read by a small transformer over the question, which can tell a number from a place.
    """

    def __init__(self) -> None:
        super().__init__()
        self.dropout = nn.Dropout(LEFT_OUT)
        self.match = nn.Linear(WIDTH, MATCH, bias=False)
        nn.init.orthogonal_(self.match.weight)
        self.importance, self.shares = nn.Linear(WIDTH, 1), nn.Parameter(torch.full((3,), SCALE / 3))
        self.query, self.key, self.value = nn.Linear(WIDTH, SMALL), nn.Linear(WIDTH, SMALL), nn.Linear(WIDTH, SMALL)
        self.asked = nn.Linear(WIDTH, SMALL)
        self.join = nn.Linear(3 * SMALL + 3, SMALL)
        self.norm = nn.LayerNorm(SMALL)
        self.layer = Small()
        self.score = nn.Linear(SMALL, 1)
        nn.init.zeros_(self.importance.weight)
        nn.init.zeros_(self.score.weight)
        self.bias = nn.Parameter(torch.tensor(-SCALE * 0.75))

    def forward(
        self,
        question: torch.Tensor,
        asked: torch.Tensor,
        passage: torch.Tensor,
        heading: torch.Tensor,
        pair: torch.Tensor,
        places: torch.Tensor,
        present: torch.Tensor,
    ) -> torch.Tensor:
        """Scores of ``r`` parts of ``n`` pairs.

        Args:
            question: (n, q, width).
            asked: (n, q), 1 for its words, 0 for what only fills.
            passage: (n, p, width).
            heading: (n, p), 1 for the words of the heading.
            pair: (r), the pair that a part belongs to.
            places: (r, t), where in the passage its words stand.
            present: (r, t), 1 for its words, 0 for what only fills.
        """
        question, passage = self.dropout(question), self.dropout(passage)
        own = functional.normalize(self.match(question), dim=-1)
        near = functional.normalize(self.match(passage), dim=-1) @ own.transpose(1, 2)  # (n, p, q)
        titled = (near + (1 - heading)[..., None] * MASKED).amax(1).clamp(min=-1)[pair]
        anywhere = near.amax(1)[pair]
        outside = ((1 - present) * MASKED)[..., None]
        best = (near[pair[:, None], places] + outside).amax(1).clamp(min=-1)  # (r, q)
        found = torch.stack((best, torch.maximum(best, titled), anywhere), dim=-1)
        weights = (self.importance(question).squeeze(-1) + (1 - asked) * MASKED).softmax(-1)[pair]
        direct = ((found @ self.shares) * weights).sum(-1)

        queries = _heads(self.query(question))[pair]  # (r, heads, q, size)
        keys, values = (_heads(made(passage)[pair[:, None], places]) for made in (self.key, self.value))
        seen = queries @ keys.transpose(2, 3) * (SMALL // HEADS_BEHIND) ** -0.5 + outside.transpose(1, 2)[:, None]
        looked = (seen.softmax(-1) @ values).transpose(1, 2).flatten(2)
        said = self.asked(question)[pair]
        read = self.norm(functional.gelu(self.join(torch.cat((said, looked, said * looked, found), dim=-1))))
        read = self.layer(read, asked[pair])
        scores: torch.Tensor = direct + self.score((read * weights[..., None]).sum(1)).squeeze(-1) + self.bias
        return scores


def _heads(hidden: torch.Tensor) -> torch.Tensor:
    """Shape (n, tokens, small) to (n, heads, tokens, size)."""
    return hidden.unflatten(-1, (HEADS_BEHIND, SMALL // HEADS_BEHIND)).transpose(1, 2)
