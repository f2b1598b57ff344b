"""A trained FFDNet (Zhang et al., TIP 2018) as a prior file: the yardstick that a prior of the same size must beat.

An FFDNet is told the noise level by a map and answers with the noise. Around it this graph does what the prior contract
asks for: from the step t to the level, from x_t to a picture in 0..1, and from the noise to the clean picture x0.
"""

import re
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import helper
from torch import nn

from .graph import metadata
from .schedule import log_snr_table

# The paper's range of training, 0 to 75 of 255; told more, the network would have to guess.
HIGHEST = 75.0 / 255.0
CONVOLUTION, NORMALISATION = 4, 1


class FfdNet(nn.Module):
    """Convolutions of 3 x 3 between pixel (un)shuffles; normalisation is folded into them."""

    def __init__(self, weights, schedule, highest=HIGHEST):
        super().__init__()
        self.layers = nn.ModuleList(_convolution(*layer) for layer in _layers(weights))
        self.register_buffer("table", torch.from_numpy(log_snr_table(schedule)).float(), persistent=False)
        self.last = float(self.table.shape[0] - 1)
        self.highest = highest

    def denoise(self, picture, sigma):
        """picture N x 3 x H x W in 0..1 with even sides, sigma of N in 0..1: the clean picture, unclamped."""
        h = F.pixel_unshuffle(picture, 2)
        level = sigma.clamp(max=self.highest)[:, None, None, None].expand(-1, 3, h.shape[2], h.shape[3])
        h = torch.cat([level, h], dim=1)
        for layer in self.layers[:-1]:
            h = F.relu(layer(h))
        return picture - F.pixel_shuffle(self.layers[-1](h), 2)

    def forward(self, x, t):
        t = t.clamp(0.0, self.last)
        below = t.floor().clamp(0.0, self.last - 1.0)
        index, share = below.to(torch.int64), t - below
        log_snr = self.table[index] * (1.0 - share) + self.table[index + 1] * share
        signal = torch.sqrt(torch.sigmoid(log_snr))[:, None, None, None]
        sigma = torch.exp(-0.5 * log_snr) / 2.0
        return 2.0 * self.denoise((x / signal + 1.0) / 2.0, sigma) - 1.0


def _layers(weights):
    """(convolution, normalisation or None) of each layer, in order."""
    found = {}
    for name, value in weights.items():
        match = re.search(r"\.(\d+)\.(weight|bias|running_mean|running_var)$", name)
        if match:
            found.setdefault(int(match[1]), {})[match[2]] = value.float()
    ordered = [found[key] for key in sorted(found)]
    if not ordered or any(part["weight"].dim() not in (CONVOLUTION, NORMALISATION) for part in ordered):
        raise SystemExit("this is no FFDNet: convolutions and normalisations were expected")
    layers = []
    for part in ordered:
        if part["weight"].dim() == CONVOLUTION:
            layers.append([part, None])
        else:
            layers[-1][1] = part
    first, last = layers[0][0]["weight"], layers[-1][0]["weight"]
    if first.shape[1] != 15 or last.shape[0] != 12:
        raise SystemExit(f"a colour FFDNet has 15 channels in and 12 out; this one has {first.shape[1]} and {last.shape[0]}")
    return layers


def _convolution(part, norm):
    weight, bias = part["weight"], part.get("bias", torch.zeros(part["weight"].shape[0]))
    if norm is not None:
        gain = norm["weight"] / torch.sqrt(norm["running_var"] + 1e-5)
        weight, bias = weight * gain[:, None, None, None], (bias - norm["running_mean"]) * gain + norm["bias"]
    layer = nn.Conv2d(weight.shape[1], weight.shape[0], 3, padding=1)
    with torch.no_grad():
        layer.weight.copy_(weight)
        layer.bias.copy_(bias)
    return layer


def load(path, schedule):
    # Nothing in the file is run.
    weights = torch.load(path, map_location="cpu", weights_only=True)
    return FfdNet(weights.get("state_dict", weights), schedule).eval()


def ffdnet_command(config, weights, out, name, licence):
    if not Path(weights).is_file():
        raise SystemExit(f"no such file: {weights}")
    network = load(weights, config["schedule"])
    axes = {"x": {0: "N", 2: "H", 3: "W"}, "t": {0: "N"}, "x0": {0: "N", 2: "H", 3: "W"}}
    torch.onnx.export(network, (torch.randn(1, 3, 64, 64), torch.tensor([10.5])), str(out), opset_version=17,
                      input_names=["x", "t"], output_names=["x0"], dynamic_axes=axes)
    model = onnx.load(str(out))
    about = {**metadata(config), "bird.name": name, "bird.version": "1", "bird.prediction": "x0", "bird.licence": licence,
             "bird.size_multiple": "2", "bird.noise.max": f"{network.highest * 255:g}", "bird.tile_overlap": str(reach(network)),
             "bird.source.architecture": "FFDNet, %d convolutions of %d channels" % (len(network.layers), network.layers[0].out_channels)}
    helper.set_model_props(model, about)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(out))
    print(f"{out}: {sum(np.prod(w.shape) for w in network.parameters()) / 1e6:.2f} M parameters")


def reach(network):
    """Pixels that a pixel's answer looks to each side: one per convolution at half size, rounded up to a multiple of 16."""
    return -(-(2 * len(network.layers) + 2) // 16) * 16
