"""Figures on real pictures. They are looked at, never trained on."""

import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from . import checkpoint, measure
from .network import Denoiser


def load_average(config, weights=None):
    """The averaged weights of a checkpoint or of shipped weights, with the record kept beside them."""
    path = Path(weights) if weights else config.folder("training", "run") / "checkpoint.pt"
    state = checkpoint.load(path)
    network = Denoiser(config["network"], config["schedule"])
    network.load_state_dict(checkpoint.floats(state["average"]))
    record = {"photos": 0, **{key: state[key] for key in ("step", "seconds", "pixels", "photos") if key in state}}
    return network.eval(), record, state


def pictures(folder):
    files = sorted(file for file in Path(folder).iterdir() if file.suffix.lower() in (".png", ".jpg", ".tif"))
    if not files:
        raise SystemExit(f"no pictures in {folder}")
    return [np.asarray(Image.open(file).convert("RGB")) for file in files]


def evaluate(network, config, folder):
    torch.set_num_threads(config["training"]["threads"])
    loaded = pictures(folder)
    return len(loaded), measure.psnr_by_sigma(network, config, loaded, config["evaluation"]["sigmas"])


def evaluate_command(config, folder, weights, out):
    network, record, _ = load_average(config, weights)
    count, psnr = evaluate(network, config, folder)
    report = {"pictures": count, "step": record["step"], "training_minutes": round(record["seconds"] / 60, 1),
              "psnr": psnr}
    text = json.dumps(report, indent=2)
    print(text)
    if out:
        Path(out).write_text(text + "\n", encoding="utf-8")
