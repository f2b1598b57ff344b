"""One scene from one seed: layers drawn at twice the size, joined in linear light, with depth of field."""

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

from .finish import finish, slow_field
from .layer import paint
from .leaves import LeafMap
from .palette import Palette, linear_rgb
from .texture import bank, power_noise


def _halve(plane):
    """Area mean of 2x2: the edge softness of a photograph."""
    h, w = plane.shape[:2]
    return plane.reshape(h // 2, 2, w // 2, 2, -1).mean((1, 3))


def _blur(plane, sigma):
    return gaussian_filter(plane, (sigma, sigma, 0), truncate=3.0) if sigma > 0.3 else plane


def _backdrop(rng, size, palette):
    """A sky or a wall: a soft gradient between two colours with a little slow variation."""
    a, b = palette.draw(2)
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) / size - 0.5
    way = np.cos(angle) * x + np.sin(angle) * y + 0.5 + rng.uniform(0, 0.2) * slow_field(rng, size, 4)
    way = np.clip(way, 0, 1)[..., None]
    if rng.random() < 0.5:
        b = a + 0.3 * (b - a)
    colour = linear_rgb(a + way * (b - a)).astype(np.float32)
    if rng.random() < 0.5:
        colour = colour * np.exp(rng.uniform(0, 0.25) * power_noise(rng)[:size, :size, None])
    return colour


def _layer(rng, size, palette, textures, coverage, low):
    """A painted layer at final size and its coverage mask."""
    high = np.exp(rng.uniform(np.log(150), np.log(900)))
    leaves = LeafMap(rng, 2 * size, coverage, low, max(high, 3 * low), 2600)
    light = paint(rng, leaves, palette, textures)
    mask = (leaves.index > 0)[..., None].astype(np.float32)
    return _halve(light * mask), _halve(mask)


def render(seed, size=512):
    """The scene of this seed: uint8, size x size x 3. `size` is at most the texture size."""
    rng = np.random.default_rng(seed)
    palette = Palette(rng)
    textures = bank(rng, int(rng.integers(3, 6)))
    picture = _backdrop(rng, size, palette)
    kind = rng.random()
    plan = []                                # (coverage, smallest radius, blur)
    depth = 5.0 * rng.random() ** 2
    if kind < 0.13:                          # nearly flat
        if rng.random() < 0.7:
            plan = [(rng.uniform(0.02, 0.25), rng.uniform(4, 40), 0.0)]
    else:
        low = np.exp(rng.uniform(np.log(3.0), np.log(70)))
        plan.append((rng.uniform(1.5, 5), low, depth if rng.random() < 0.45 else 0.0))
        if rng.random() < 0.65:
            plan.append((rng.uniform(0.2, 1.2), np.exp(rng.uniform(np.log(2.5), np.log(60))), 0.0))
        if rng.random() < 0.25:
            plan.append((rng.uniform(0.05, 0.4), rng.uniform(20, 80), depth))
    for coverage, low, blur in plan:
        light, mask = _layer(rng, size, palette, textures, coverage, low)
        light, mask = _blur(light, blur), _blur(mask, blur)
        picture = picture * (1 - mask) + light
    if rng.random() < 0.12:
        picture = _blur(picture, rng.uniform(0.4, 1.5))
    return finish(rng, picture.astype(np.float32))


def save_sheet(path, seeds, columns, size):
    """A contact sheet, so that people see what the prior has seen."""
    rows = (len(seeds) + columns - 1) // columns
    sheet = Image.new("RGB", (columns * (size + 4) - 4, rows * (size + 4) - 4), "white")
    for k, seed in enumerate(seeds):
        tile = Image.fromarray(render(seed)).resize((size, size), Image.Resampling.BOX)
        sheet.paste(tile, ((k % columns) * (size + 4), (k // columns) * (size + 4)))
    # A palette keeps the file small enough for the repository.
    sheet.quantize(256, method=Image.Quantize.MEDIANCUT).save(path, optimize=True)
