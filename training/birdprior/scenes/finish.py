"""From linear light to the picture a camera or scanner would hand over: exposure, tone, dye, grain, 8 bits."""

import numpy as np
from scipy.ndimage import gaussian_filter, zoom


def slow_field(rng, size, points):
    field = zoom(rng.normal(0, 1, (points, points)), size / points, order=3).astype(np.float32)
    return field[:size, :size]


def illuminate(rng, light):
    """Uneven light over the whole scene, and at times a cast of colour."""
    size = light.shape[0]
    if rng.random() < 0.6:
        light = light * np.exp(rng.uniform(0, 0.4) * slow_field(rng, size, int(rng.integers(2, 6))))[..., None]
    cast = np.exp(rng.normal(0, 0.08, 3)).astype(np.float32)
    return light * cast


def expose(rng, light):
    """Scale so that a high percentile sits near white, at times beyond it: photographs clip."""
    top = np.percentile(light[::4, ::4], rng.uniform(90, 99.9))
    return light * (rng.uniform(0.45, 1.15) / max(float(top), 0.02))


def tone(rng, light):
    light = np.clip(light, 0, 1)
    value = np.where(light < 0.0031308, 12.92 * light, 1.055 * np.power(light, 1 / 2.4, dtype=np.float32) - 0.055)
    value = value ** np.exp(rng.normal(0, 0.15))
    s = rng.uniform(-0.2, 0.6)
    value = value * (1 - s) + s * value * value * (3 - 2 * value)
    low, high = rng.uniform(0, 0.08) * (rng.random() < 0.5), 1 - rng.uniform(0, 0.1) * (rng.random() < 0.5)
    return low + (high - low) * value


def dye(rng, value):
    """One picture in six is grey, sepia or faded, because archives are."""
    kind = rng.random()
    if kind > 0.17:
        return value
    grey = value @ np.array([0.299, 0.587, 0.114], np.float32)
    if kind < 0.09:
        return np.repeat(grey[..., None], 3, axis=2)
    dark, bright = rng.uniform(0, 0.15, 3) + (0.06, 0.03, 0), np.array([1, 0.93, 0.8]) - rng.uniform(0, 0.1, 3)
    sepia = dark + grey[..., None] * (bright - dark)
    return sepia if kind < 0.13 else value + rng.uniform(0.3, 0.8) * (sepia - value)


def grain(rng, value):
    """Faint and rare: too much would teach the prior that grain is picture."""
    if rng.random() > 0.06:
        return value
    noise = rng.normal(0, 1, value.shape[:2] + (1 if rng.random() < 0.6 else 3,))
    noise = gaussian_filter(noise, (rng.uniform(0.4, 1.0),) * 2 + (0,))
    noise /= noise.std()
    return value + noise * rng.uniform(0.003, 0.012) * np.sqrt(0.2 + value)


def finish(rng, light):
    value = grain(rng, dye(rng, tone(rng, expose(rng, illuminate(rng, light)))))
    dither = rng.uniform(-0.5, 0.5, value.shape)
    return np.clip(value * 255 + dither, 0, 255).round().astype(np.uint8)
