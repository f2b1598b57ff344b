"""Colours a leaf map in linear light: base colour, gradient, shading and textures, all looked up per leaf."""

import numpy as np

from .palette import linear_rgb
from .texture import SIZE


def paint(rng, leaves, palette, textures):
    n = leaves.count
    base = palette.draw(n)
    flat = rng.random(n) < rng.uniform(0.02, 0.3)
    strength = np.abs(rng.normal(0, rng.uniform(0.06, 0.45), n)).clip(0.01, 1.0)
    tint = rng.normal(0, rng.uniform(0.02, 0.35), (n, 3)) * strength[:, None]
    strength[flat] = 0
    tint[flat] = 0
    gradient = rng.normal(0, 0.35, (n, 2)) * (rng.random((n, 1)) < 0.5) / np.maximum(leaves.radius, 20)[:, None]
    round_off = rng.uniform(0, 0.5, n) * (rng.random(n) < 0.25)
    which = rng.integers(0, len(textures), (2, n))
    shift = rng.integers(0, SIZE, (2, n, 2))

    index = leaves.index
    y, x = np.ogrid[0:index.shape[0], 0:index.shape[1]]
    dx = x - leaves.centre[:, 0].astype(np.float32)[index]
    dy = y - leaves.centre[:, 1].astype(np.float32)[index]
    log_light = gradient[:, 0].astype(np.float32)[index] * dx + gradient[:, 1].astype(np.float32)[index] * dy
    if round_off.any():
        near = (dx * dx + dy * dy) / (leaves.radius**2)[index]
        log_light -= round_off.astype(np.float32)[index] * np.minimum(near, 2.0)
    planes = []
    for k in range(2):
        sy = (y + shift[k, :, 0].astype(np.int32)[index]) % SIZE
        sx = (x + shift[k, :, 1].astype(np.int32)[index]) % SIZE
        planes.append(textures[which[k].astype(np.int32)[index], sy, sx])
    log_light += strength.astype(np.float32)[index] * planes[0]
    colour = linear_rgb(base).astype(np.float32)[index]
    tint = tint.astype(np.float32)
    light = log_light[..., None] + tint[index] * planes[1][..., None]
    return colour * np.exp(np.clip(light, -3, 1.5))
