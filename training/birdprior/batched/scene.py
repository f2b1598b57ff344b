"""A batch of scenes: layers drawn at twice the size, joined in linear light, the farther one out of focus."""

import torch
import torch.nn.functional as F

from .colour import finish, leaf_colours, linear_rgb, normal, textures
from .shapes import Leaves, index_map, uniform

TEXTURES = 4


def _gather(values, index):
    """values (scenes x leaves x C) at each pixel's leaf: scenes x C x side x side."""
    scenes, side = index.shape[0], index.shape[1]
    flat = index.reshape(scenes, -1, 1).expand(-1, -1, values.shape[-1])
    return torch.gather(values, 1, flat).reshape(scenes, side, side, -1).permute(0, 3, 1, 2)


def _layer(generator, scenes, side, count, low, high):
    """A painted layer in linear light and its coverage, both at half of `side`."""
    device = generator.device
    index = index_map(Leaves(generator, scenes, count, side, low, high), side, device)
    colour = leaf_colours(generator, scenes, count + 1)
    strength = (normal(generator, scenes, count + 1, 1) * uniform(generator, 0.06, 0.45, scenes, 1, 1)).abs().clamp(0.01, 1)
    strength = strength * (torch.rand(scenes, count + 1, 1, generator=generator, device=device) > uniform(generator, 0.02, 0.3, scenes, 1, 1))
    tint = normal(generator, scenes, count + 1, 3) * strength * uniform(generator, 0.02, 0.35, scenes, 1, 1)
    slope = normal(generator, scenes, count + 1, 2) * 0.7 / side
    bank = textures(generator, scenes * TEXTURES, side).view(scenes, TEXTURES, side, side)
    which = torch.randint(0, TEXTURES, (2, scenes, count + 1, 1), generator=generator, device=device)
    y, x = torch.meshgrid(*(2 * [torch.arange(side, device=device)]), indexing="ij")
    n = torch.arange(scenes, device=device)[:, None, None]
    way = _gather(slope, index)
    light = way[:, :1] * (x - side / 2) + way[:, 1:] * (y - side / 2)
    # Every leaf looks its texture up at a place of its own, or neighbours would continue each other.
    shift = torch.randint(0, side, (2, scenes, count + 1, 2), generator=generator, device=device)
    planes = []
    for k in range(2):
        moved = _gather(shift[k], index)
        planes.append(bank[n, _gather(which[k], index)[:, 0], (y + moved[:, 0]) % side, (x + moved[:, 1]) % side][:, None])
    light = light + _gather(strength, index) * planes[0] + _gather(tint, index) * planes[1]
    mask = (index > 0)[:, None].float()
    return F.avg_pool2d(_gather(colour, index) * torch.exp(light.clamp(-3, 1.5)) * mask, 2), F.avg_pool2d(mask, 2)


def _blur(planes, sigma):
    """Gaussian blur by one width for each scene (0 for none), pixels; separable, edges repeated."""
    reach = 12
    taps = torch.arange(-reach, reach + 1, device=planes.device, dtype=torch.float32)
    weights = torch.exp(-0.5 * (taps / sigma.clamp_min(1e-3).view(-1, 1)) ** 2)
    weights = weights / weights.sum(1, keepdim=True)
    scenes, channels, side = planes.shape[:3]
    kernel = weights.repeat_interleave(channels, 0)[:, None]
    flat = F.pad(planes.reshape(1, scenes * channels, side, side), (reach,) * 4, mode="replicate")
    flat = F.conv2d(flat, kernel[..., None], groups=scenes * channels)
    return F.conv2d(flat, kernel[:, :, None], groups=scenes * channels).view_as(planes)


def render(generator, scenes, side, leaves=400):
    """uint8, scenes x 3 x side x side. `leaves` bounds those of a layer: drawing is as dear as there are."""
    device = generator.device
    ends = linear_rgb(torch.cat([uniform(generator, 0.1, 1, scenes, 2, 1), 0.03 * normal(generator, scenes, 2, 2)], -1))
    way = torch.linspace(0, 1, side, device=device).view(1, 1, side, 1)
    picture = (ends[:, 0, :, None, None] * (1 - way) + ends[:, 1, :, None, None] * way).expand(-1, -1, -1, side)
    busy = torch.rand(scenes, generator=generator, device=device)
    for far in (True, False):
        low = torch.exp(uniform(generator, 1.1, 4.2, scenes))
        high = torch.maximum(torch.exp(uniform(generator, 5.0, 6.8, scenes)), 3 * low) * side / 512
        light, mask = _layer(generator, scenes, 2 * side, leaves, low.clamp_max(side / 4), high)
        # One scene in eight is nearly flat, and the near layer is there in two of three.
        shown = (busy > (0.13 if far else 0.45)).float().view(-1, 1, 1, 1)
        depth = 5 * torch.rand(scenes, generator=generator, device=device) ** 2
        sigma = depth * (torch.rand(scenes, generator=generator, device=device) < 0.45) if far else torch.zeros(scenes, device=device)
        light, mask = _blur(light * shown, sigma), _blur(mask * shown, sigma)
        picture = picture * (1 - mask) + light
    return finish(generator, picture)
