"""PSNR of denoising with one evaluation: the posterior mean the network claims at a known noise level."""

import numpy as np
import torch
import torch.nn.functional as F

from .schedule import Schedule


def denoise(network, schedule, noisy, sigma):
    """`noisy` is a picture in 0..1 plus noise of deviation sigma, neither clipped nor quantised."""
    t = float(schedule.t_of_sigma(sigma))
    signal, noise = schedule.weights(np.array([t]))
    signal, noise = signal.to(noisy.device), noise.to(noisy.device)
    x = signal * (2 * noisy - 1)
    high, wide = x.shape[2:]
    x = F.pad(x, (0, -wide % 8, 0, -high % 8), mode="replicate")
    v = network(x, torch.full((x.shape[0],), t, device=x.device)).float()
    clean = (signal * x - noise * v)[:, :, :high, :wide]
    return ((clean + 1) / 2).clamp(0, 1)


@torch.no_grad()
def psnr_by_sigma(network, config, pictures, sigmas, device="cpu"):
    """Mean over the pictures of each one's colour PSNR; the noise of a picture is fixed by its place."""
    schedule = Schedule(config["schedule"])
    network.eval()
    result = {}
    for sigma in sigmas:
        values = []
        for k, picture in enumerate(pictures):
            clean = torch.from_numpy(picture.transpose(2, 0, 1).copy()).float()[None] / 255
            eps = torch.randn(clean.shape, generator=torch.Generator().manual_seed(1000 + k))
            got = denoise(network, schedule, (clean + sigma / 255 * eps).to(device), sigma / 255).cpu()
            values.append(float(-10 * torch.log10(F.mse_loss(got, clean))))
        result[str(sigma)] = round(float(np.mean(values)), 3)
    network.train()
    return result
