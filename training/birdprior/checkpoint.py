"""Weights on disk: the run's own checkpoint (everything needed to go on) and the shipped weights."""

import os
import shutil

import torch


def save(path, state):
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(".tmp")
    torch.save(state, scratch)
    os.replace(scratch, path)          # an interruption leaves the previous checkpoint whole


def load(path, device="cpu"):
    """A checkpoint's file, or the folder of its parts."""
    if os.path.isdir(path):
        return _join(path, device)
    return torch.load(path, map_location=device)


def save_parts(folder, state, most_bytes):
    """The same checkpoint as files of at most `most_bytes` bytes of tensors each, for ways that carry only small files.

    Written beside the last one and renamed as a whole, so that parts of two checkpoints never mix.
    """
    tensors = {}
    rest = _take_out(state, tensors, ())
    parts, size = [{}], 0
    for place, tensor in tensors.items():
        wide = tensor.numel() * tensor.element_size()
        if wide > most_bytes:
            raise SystemExit(f"one tensor of {wide} bytes does not fit into a part of {most_bytes}")
        if size + wide > most_bytes:
            parts.append({})
            size = 0
        parts[-1][place] = tensor
        size += wide
    scratch, old = folder.with_name(folder.name + ".new"), folder.with_name(folder.name + ".old")
    for stale in (scratch, old):
        shutil.rmtree(stale, ignore_errors=True)
    scratch.mkdir(parents=True)
    for k, part in enumerate(parts):
        torch.save({"count": len(parts), "tensors": part, "rest": rest if k == 0 else None}, scratch / f"part-{k}.pt")
    if folder.exists():
        os.replace(folder, old)
    os.replace(scratch, folder)
    shutil.rmtree(old, ignore_errors=True)


def _take_out(value, tensors, place):
    """The same structure with each tensor replaced by None and kept under its place."""
    if isinstance(value, torch.Tensor):
        tensors[place] = value
        return None
    if isinstance(value, dict):
        return {key: _take_out(item, tensors, (*place, key)) for key, item in value.items()}
    return value


def _join(folder, device):
    parts = [torch.load(os.path.join(folder, name), map_location=device)
             for name in sorted(os.listdir(folder)) if name.startswith("part-")]
    if not parts or len(parts) != parts[0]["count"]:
        raise SystemExit(f"{folder} does not hold all parts of a checkpoint")
    state = next(part["rest"] for part in parts if part["rest"] is not None)
    for part in parts:
        for place, tensor in part["tensors"].items():
            inner = state
            for key in place[:-1]:
                inner = inner[key]
            inner[place[-1]] = tensor
    return state


def halves(weights):
    """Shipped weights are float16: half the size, and what the exported model holds anyway."""
    return {name: value.half() if value.is_floating_point() else value for name, value in weights.items()}


def floats(weights):
    return {name: value.float() if value.is_floating_point() else value for name, value in weights.items()}
