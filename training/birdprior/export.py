"""Writes the prior's folder: ONNX, weights to go on from, config, metrics and card; and the parity sample."""

import json
from pathlib import Path

import numpy as np
import torch

from . import card, checkpoint, graph
from .evaluate import evaluate, load_average


def _parity(network, folder):
    """A small input with every kind of step (low, fractional, last) and PyTorch's answer to it."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    generator = torch.Generator().manual_seed(7)
    t = torch.tensor([0.0, 37.25, 400.5, 999.0])
    y, x = torch.meshgrid(torch.linspace(-1, 1, 48), torch.linspace(-1, 1, 64), indexing="ij")
    clean = torch.stack([x, y, torch.sign(x * y)])[None] * 0.8
    noise = torch.tensor([0.02, 0.2, 0.9, 1.0]).view(-1, 1, 1, 1)
    x = torch.sqrt(1 - noise**2) * clean + noise * torch.randn(4, 3, 48, 64, generator=generator)
    with torch.no_grad():
        v = network(x, t)
    for name, value in (("x", x), ("t", t), ("v", v)):
        np.save(folder / f"{name}.npy", value.numpy().astype(np.float32))


def export_command(config, weights, out, eval_dir, parity):
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    network, record, state = load_average(config, weights)
    prior = config["prior"]["name"]
    if record["photos"] and prior == "bird-leaves":
        raise SystemExit("These weights have seen photographs, and bird-leaves promises that it has not: give this prior a name "
                         "and a licence of its own under [prior] in the configuration.")
    graph.round_halves(network)
    graph.write(network, config, out / f"{prior}.onnx")
    checkpoint.save(out / "weights.pt", {
        "network": checkpoint.halves(state["network"]), "average": checkpoint.halves(state["average"]), **record})
    (out / "config.toml").write_text(config.text, encoding="utf-8")
    threads = config["training"]["threads"]
    metrics = {
        "name": prior, "version": config["prior"]["version"],
        "parameters": sum(p.numel() for p in network.parameters()),
        "gflop_256": round(graph.gigaflops(network), 2),
        "steps": record["step"], "gigapixels": round(record["pixels"] / 1e9, 3),
        "training_minutes": round(record["seconds"] / 60, 1), "threads": threads,
        "photos": record["photos"],
        "core_minutes": round(record["seconds"] / 60 * threads, 1),
    }
    if eval_dir:
        metrics["pictures"], metrics["psnr"] = evaluate(network, config, eval_dir)
    (out / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n", encoding="utf-8")
    card.write(out / "MODEL_CARD.md", config, metrics)
    if parity:
        _parity(network, parity)
    print(json.dumps(metrics, indent=2))
