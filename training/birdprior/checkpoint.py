"""Weights on disk: the run's own checkpoint (everything needed to go on) and the shipped weights."""

import os

import torch


def save(path, state):
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(".tmp")
    torch.save(state, scratch)
    os.replace(scratch, path)          # an interruption leaves the previous checkpoint whole


def load(path, device="cpu"):
    return torch.load(path, map_location=device)


def halves(weights):
    """Shipped weights are float16: half the size, and what the exported model holds anyway."""
    return {name: value.half() if value.is_floating_point() else value for name, value in weights.items()}


def floats(weights):
    return {name: value.float() if value.is_floating_point() else value for name, value in weights.items()}
