"""Colours of leaves and the way from light to an 8-bit picture, for a batch of scenes."""

import torch

from ..scenes.palette import _LMS, _RGB
from .shapes import uniform


def normal(generator, *shape):
    return torch.randn(*shape, generator=generator, device=generator.device)


def linear_rgb(lab):
    """Oklab (last axis) to linear RGB in 0..1."""
    lms = (lab[..., :1] + lab[..., 1:] @ torch.from_numpy(_LMS.T).to(lab)) ** 3
    return (lms @ torch.from_numpy(_RGB.T).to(lab)).clamp(0, 1)


def leaf_colours(generator, scenes, count):
    """Linear RGB, scenes x count x 3: a few related colours a scene, mostly of low chroma, each leaf a little off one of them."""
    own = 8
    axis = torch.nn.functional.normalize(normal(generator, scenes, 1, 2), dim=-1)
    spread = uniform(generator, 0.004, 0.04, scenes, 1, 1)
    # Student's t with three degrees of freedom as a normal over a chi: heavy tails, few vivid colours.
    heavy = normal(generator, scenes, own, 1) / (normal(generator, scenes, own, 3).square().mean(-1, keepdim=True) + 0.05).sqrt()
    chroma = 0.02 * normal(generator, scenes, 1, 2) + heavy * spread * axis + 0.4 * spread * normal(generator, scenes, own, 2)
    low = uniform(generator, 0.05, 0.6, scenes, 1)
    lightness = low + uniform(generator, 0.35, 1, scenes, 1) * (1 - low) * torch.rand(scenes, own, generator=generator, device=generator.device)
    lab = torch.cat([lightness[..., None], chroma.clamp(-0.25, 0.25)], dim=-1)
    weights = uniform(generator, 0.02, 1, scenes, own)
    chosen = torch.multinomial(weights, count, replacement=True, generator=generator)
    lab = torch.gather(lab, 1, chosen[..., None].expand(-1, -1, 3))
    lab = lab + normal(generator, scenes, count, 3) * torch.tensor([0.07, 0.012, 0.012], device=generator.device)
    return linear_rgb(torch.cat([lab[..., :1].clamp(0.02, 1), lab[..., 1:]], dim=-1))


def textures(generator, planes, side):
    """Planes of power-law noise (zero mean, unit deviation, tiling), some stretched, some with edges, some with ridges."""
    f = torch.fft.fftfreq(side, device=generator.device)
    fy, fx = f[:, None], f[None, : side // 2 + 1]
    angle, slope = uniform(generator, 0, torch.pi, planes, 1, 1), uniform(generator, 0.5, 2.5, planes, 1, 1)
    stretch = torch.exp(normal(generator, planes, 1, 1).abs()) * (torch.rand(planes, 1, 1, generator=generator, device=generator.device) < 0.45)
    stretch = stretch.clamp_min(1)
    u = torch.cos(angle) * fx + torch.sin(angle) * fy
    v = torch.cos(angle) * fy - torch.sin(angle) * fx
    reach = torch.sqrt((u * stretch) ** 2 + (v / stretch.clamp_max(2)) ** 2 + 1e-5)
    spectrum = torch.fft.rfft2(normal(generator, planes, side, side)) / reach**slope
    spectrum[:, 0, 0] = 0

    def unit(plane):
        return ((plane - plane.mean((1, 2), keepdim=True)) / plane.std((1, 2), keepdim=True).clamp_min(1e-6)).clamp(-4, 4)

    plane = unit(torch.fft.irfft2(spectrum, s=(side, side)))
    kind = torch.rand(planes, 1, 1, generator=generator, device=generator.device)
    edged = unit(torch.tanh(plane * uniform(generator, 1, 5, planes, 1, 1)))
    ridged = unit(plane.abs().clamp_min(1e-6) ** uniform(generator, 0.5, 1, planes, 1, 1))
    return torch.where(kind < 0.25, edged, torch.where(kind < 0.45, ridged, plane))


def finish(generator, light):
    """Exposure, tone, dye and 8 bits: linear light scenes x 3 x H x W to uint8 of the same shape."""
    scenes = light.shape[0]

    def each(low, high):
        return uniform(generator, low, high, scenes, 1, 1, 1)

    top = torch.quantile(light[:, :, ::4, ::4].flatten(1), 0.98, dim=1).clamp_min(0.02).view(-1, 1, 1, 1)
    light = light * torch.exp(0.08 * normal(generator, scenes, 3, 1, 1)) * each(0.45, 1.15) / top
    light = light.clamp(0, 1)
    value = torch.where(light < 0.0031308, 12.92 * light, 1.055 * light.clamp_min(1e-6) ** (1 / 2.4) - 0.055)
    value = value.clamp(0, 1) ** torch.exp(0.15 * normal(generator, scenes, 1, 1, 1))
    s = each(-0.2, 0.6)
    value = value * (1 - s) + s * value * value * (3 - 2 * value)
    low = each(0, 0.08) * (each(0, 1) < 0.5)
    value = low + (1 - each(0, 0.1) * (each(0, 1) < 0.5) - low) * value
    grey = (value * torch.tensor([0.299, 0.587, 0.114], device=value.device).view(1, 3, 1, 1)).sum(1, keepdim=True)
    paper = torch.tensor([1, 0.93, 0.8], device=value.device).view(1, 3, 1, 1)
    ink = torch.tensor([0.13, 0.1, 0.07], device=value.device).view(1, 3, 1, 1)
    kind = each(0, 1)
    value = torch.where(kind < 0.09, grey.expand_as(value), torch.where(kind < 0.17, ink + grey * (paper - ink), value))
    dither = uniform(generator, -0.5, 0.5, *value.shape)
    return (value * 255 + dither).clamp(0, 255).round().to(torch.uint8)
