"""How far inside a tile its edge still changes the answer: this decides the overlap the prior asks for."""

import json

import numpy as np
import torch

from .evaluate import load_average
from .measure import denoise
from .pool import VALIDATION, Pool
from .schedule import Schedule

BANDS = (0, 8, 16, 24, 32, 48, 64)


@torch.no_grad()
def seam_command(config, weights):
    """Difference (of 255, root mean square) between a tile's answer and the whole picture's, by distance from its edge."""
    network, _, _ = load_average(config, weights)
    schedule = Schedule(config["schedule"])
    torch.set_num_threads(config["training"]["threads"])
    result = {}
    for sigma in (15, 50, 200):
        squares = []
        for k, scene in enumerate(Pool(config, VALIDATION).scenes[:8]):
            clean = torch.from_numpy(scene[:384, :384].transpose(2, 0, 1).copy()).float()[None] / 255
            noisy = clean + sigma / 255 * torch.randn(clean.shape, generator=torch.Generator().manual_seed(k))
            whole = denoise(network, schedule, noisy, sigma / 255)[:, :, 128:256, :]
            tile = denoise(network, schedule, noisy[:, :, :, 192:], sigma / 255)[:, :, 128:256, :]
            squares.append(((whole[..., 192:] - tile) ** 2).mean((0, 1, 2)).numpy())
        profile = 255 * np.sqrt(np.mean(squares, 0))
        result[str(sigma)] = {str(a): round(float(profile[a:a + 8].max()), 3) for a in BANDS}
    print(json.dumps(result, indent=2))
