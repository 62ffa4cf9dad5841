"""A step that is begun ahead changes nothing that is said, whoever joins and leaves in between."""

import mlx.core as mx
import numpy as np
import pytest

from stages.models.batch import Batch, Row
from stages.models.llm import Llm, LlmConfig
from stages.models.sampler import Sampling, draws

SIZES = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "intermediate_size": 64,
    "num_attention_heads": 4,
    "num_attention_groups": 2,
    "num_key_value_heads": 2,
    "rms_norm_eps": 1e-6,
    "vocab_size": 50,
    "rope_theta": 10000.0,
}
SAMPLING = Sampling(temperature=1.0, top_k=10, top_p=0.9, repetition_penalty=1.2)


@pytest.fixture(scope="module")
def llm():
    mx.random.seed(0)
    return Llm(LlmConfig.from_json(SIZES))


class Answer:
    """One row, and what it says; it may leave the batch and come back."""

    def __init__(self, llm, ids, seed):
        self.ids, self.said = list(ids), []
        self.cache = llm.make_cache()
        llm(mx.array([self.ids[:-1]]), self.cache)
        self.row = Row(self.ids[-1], SAMPLING, draws(seed, 20))

    def join(self, batch):
        batch.join(self.row, self.cache, self.ids + self.said)

    def leave(self, batch):
        self.cache = batch.leave(self.row)
        assert self.cache[0].offset == len(self.ids) + len(self.said) - 1


def play(llm, ahead, moves):
    """What two answers say under `moves`: numbers of steps, and "+1", "-1" for who joins and leaves."""
    batch = Batch(llm, ahead=ahead)
    answers = {"1": Answer(llm, [3, 1, 4], 7), "2": Answer(llm, [1, 5, 9, 2, 6, 5], 8)}
    for move in moves.split():
        if move[0] == "+":
            answers[move[1]].join(batch)
        elif move[0] == "-":
            answers[move[1]].leave(batch)
        else:
            for _ in range(int(move)):
                rows = batch.step()
                for answer in answers.values():
                    if answer.row in rows:
                        answer.said.append(answer.row.token)
    return {name: answer.said for name, answer in answers.items()}


@pytest.mark.parametrize("moves", ["+1 6", "+1 3 +2 4", "+1 +2 3 -1 3 +1 2 -2 3", "+2 1 -2 +1 1 +2 1 -1 1"])
def test_the_same_is_said(llm, moves):
    plain = play(llm, False, moves)
    assert play(llm, True, moves) == plain
    assert any(plain.values())


def test_what_a_row_says_does_not_depend_on_who_is_beside_it(llm):
    alone = play(llm, True, "+1 8")["1"]
    assert play(llm, True, "+1 2 +2 3 -2 3")["1"] == alone


def test_the_last_draw_may_be_begun_and_is_not_missed(llm):
    batch = Batch(llm, ahead=True)
    answer = Answer(llm, [3, 1, 4], 7)
    answer.row = Row(4, SAMPLING, draws(7, 20)[:2])
    answer.join(batch)
    said = [batch.step()[0].token for _ in range(2)]
    assert said == play(llm, False, "+1 2")["1"]
    assert np.all(np.array(said) >= 0)
