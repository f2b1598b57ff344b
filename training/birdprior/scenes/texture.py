"""Texture planes (zero mean, unit deviation, tiling) that leaves look up: noises, waves, bricks, small leaves."""

import numpy as np
from PIL import Image, ImageDraw

SIZE = 512


def _normal(plane):
    plane = plane - plane.mean()
    plane = plane / max(float(plane.std()), 1e-6)
    return np.clip(plane, -4, 4).astype(np.float32)


def _frequencies():
    f = np.fft.fftfreq(SIZE)
    return f[:, None], f[None, : SIZE // 2 + 1]


def power_noise(rng):
    """Random phase under a power-law spectrum, often stretched along one direction (grain, cloth, hair)."""
    fy, fx = _frequencies()
    slope = rng.uniform(0.5, 2.5)
    stretch = np.exp(abs(rng.normal(0, 1.0))) if rng.random() < 0.45 else 1.0
    angle = rng.uniform(0, np.pi)
    u = np.cos(angle) * fx + np.sin(angle) * fy
    v = -np.sin(angle) * fx + np.cos(angle) * fy
    r = np.sqrt((u * stretch) ** 2 + (v / min(stretch, 2.0)) ** 2 + 1e-5)
    spectrum = np.fft.rfft2(rng.standard_normal((SIZE, SIZE), dtype=np.float32)) / r**slope
    spectrum[0, 0] = 0
    plane = _normal(np.fft.irfft2(spectrum, s=(SIZE, SIZE)))
    kind = rng.random()
    if kind < 0.25:
        plane = _normal(np.tanh(plane * rng.uniform(1, 5)))       # patches with edges
    elif kind < 0.45:
        plane = _normal(np.abs(plane) ** rng.uniform(0.5, 1.0))   # ridges and veins
    return plane


def waves(rng):
    """Sinusoids bent by a slow noise and sharpened to stripes."""
    y, x = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32)
    bend = power_noise_smooth(rng) * rng.uniform(0, 25)
    plane = np.zeros((SIZE, SIZE), np.float32)
    angle = rng.uniform(0, np.pi)
    for _ in range(rng.integers(1, 3)):
        period = np.exp(rng.uniform(np.log(5), np.log(100)))
        plane += np.sin(2 * np.pi / period * (np.cos(angle) * x + np.sin(angle) * y + bend))
        angle += np.radians(rng.uniform(15, 90))
    return _normal(np.tanh(plane * np.exp(rng.uniform(-1, 2)) + rng.uniform(-0.5, 0.5)))


def power_noise_smooth(rng):
    fy, fx = _frequencies()
    spectrum = np.fft.rfft2(rng.standard_normal((SIZE, SIZE), dtype=np.float32)) / (fx**2 + fy**2 + 1e-5) ** 1.2
    spectrum[0, 0] = 0
    return _normal(np.fft.irfft2(spectrum, s=(SIZE, SIZE)))


def bricks(rng):
    """Rows of tiles with joints, each tile of its own tone: walls, fences, windows, weave."""
    high, wide = rng.integers(6, 60), rng.integers(6, 90)
    joint = rng.integers(1, 4)
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    row = y // high
    x = x + (row % 2) * (wide // 2 if rng.random() < 0.6 else 0)
    tone = rng.normal(0, rng.uniform(0.1, 1), (SIZE // high + 2, SIZE // wide + 3))
    plane = tone[row, x // wide]
    plane[(y % high < joint) | (x % wide < joint)] += rng.choice([-2.0, 2.0])
    return _normal(plane + 0.3 * power_noise(rng))


def small_leaves(rng):
    """Dense little leaves: foliage, gravel, grass."""
    image = Image.new("F", (SIZE, SIZE), 0.0)
    draw = ImageDraw.Draw(image)
    low = rng.uniform(1.5, 6)
    count = int(min(6000, 2.0 * SIZE * SIZE / (3.1 * (2.5 * low) ** 2)))
    radius = np.minimum(low / np.sqrt(rng.random(count)), 40)
    centre = rng.uniform(0, SIZE, (count, 2))
    tone = rng.normal(0, 1, count)
    flat = rng.uniform(0.15, 1)
    turn, wander = rng.uniform(0, np.pi), rng.choice([0.2, 3.0])
    angle = turn + rng.normal(0, wander, count)
    for k in range(count):
        c, s = np.cos(angle[k]) * radius[k] * 1.4, np.sin(angle[k]) * radius[k] * 1.4
        x, y = centre[k]
        draw.polygon([(x + c, y + s), (x - s * flat, y + c * flat), (x - c, y - s), (x + s * flat, y - c * flat)],
                     fill=float(tone[k]))
    return _normal(np.asarray(image))


def bank(rng, count):
    kinds = [power_noise, waves, bricks, small_leaves]
    chosen = rng.choice(len(kinds), count, p=[0.55, 0.15, 0.08, 0.22])
    return np.stack([kinds[k](rng) for k in chosen])
