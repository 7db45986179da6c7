import contextlib

import pytest
import torch
from torch import nn

from nlp.training.averaging import WeightAverage


@pytest.fixture
def module():
    torch.manual_seed(0)
    learns, frozen = nn.Linear(3, 2), nn.Linear(2, 2)
    frozen.requires_grad_(requires_grad=False)
    return nn.Sequential(learns, frozen)


def step_to(module, value):
    with torch.no_grad():
        module[0].weight.fill_(value)


def averaged(module, average):
    with average.in_place():
        return module[0].weight[0, 0].item()


def test_the_average_lags_behind_and_forgets_the_start(module):
    average = WeightAverage(module, 0.9)
    for _ in range(200):
        step_to(module, 1.0)
        average.update()
    assert averaged(module, average) == pytest.approx(1.0, abs=1e-3)
    step_to(module, 2.0)
    average.update()
    assert averaged(module, average) == pytest.approx(1.1, abs=1e-3)


def test_without_decay_it_is_the_last_step(module):
    average = WeightAverage(module, 0.0)
    for value in (1.0, 5.0):
        step_to(module, value)
        average.update()
    assert averaged(module, average) == pytest.approx(5.0)


def test_the_parameters_come_back_and_frozen_ones_never_move(module):
    frozen = module[1].weight.clone()
    average = WeightAverage(module, 0.9)
    step_to(module, 3.0)
    average.update()
    assert averaged(module, average) != 3.0
    with contextlib.suppress(RuntimeError), average.in_place():
        raise RuntimeError
    assert torch.equal(module[0].weight, torch.full((2, 3), 3.0))
    assert torch.equal(module[1].weight, frozen)


def test_a_stopped_average_goes_on(module):
    average = WeightAverage(module, 0.9)
    step_to(module, 3.0)
    average.update()
    other = WeightAverage(module, 0.9)
    other.load_state_dict(average.state_dict())
    for one in (average, other):
        step_to(module, 4.0)
        one.update()
    assert averaged(module, average) == averaged(module, other)
