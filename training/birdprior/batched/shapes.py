"""Which leaf covers each pixel, for a batch of scenes at once: leaf k of every scene is drawn in the same pass."""

import math

import torch

HARMONICS = 8


def uniform(generator, low, high, *shape):
    return low + (high - low) * torch.rand(*shape, generator=generator, device=generator.device)


def radii(generator, low, high, count):
    """Power law of exponent 3 between `low` and `high` (one value a scene): pixels, scenes x count."""
    low, high = low[:, None], high[:, None]
    share = torch.rand(low.shape[0], count, generator=generator, device=generator.device)
    return (high**-2 + share * (low**-2 - high**-2)) ** -0.5


class Leaves:
    """Parameters of `count` leaves in each of `scenes` scenes."""

    def __init__(self, generator, scenes, count, side, low, high):
        self.radius = radii(generator, low, high, count)
        self.centre = uniform(generator, -0.05 * side, 1.05 * side, scenes, count, 2)
        self.turn = uniform(generator, 0, 2 * math.pi, scenes, count)
        # A scene leans to one kind of shape, as places do: blobs, ellipses, polygons, bars and strokes.
        lean = uniform(generator, 0.05, 1, scenes, 5) ** 3
        self.kind = torch.multinomial(lean, count, replacement=True, generator=generator)
        self.flat = uniform(generator, 0.35, 1, scenes, count)
        order = torch.arange(1, HARMONICS + 1, device=generator.device)
        ragged = uniform(generator, 0.6, 1.6, scenes, count, 1)
        size = uniform(generator, 0.1, 0.6, scenes, count, HARMONICS) / order**ragged
        self.harmonics = torch.where((self.kind == 0)[..., None], size, torch.zeros_like(size))
        self.phase = uniform(generator, 0, 2 * math.pi, scenes, count, HARMONICS)
        self.corners = torch.randint(3, 9, (scenes, count), generator=generator, device=generator.device)
        self.length = torch.exp(uniform(generator, 0, 1.2, scenes, count))
        self.width = uniform(generator, 0.5, 6, scenes, count)
        self.bend = uniform(generator, -0.5, 0.5, scenes, count)

    def covers(self, k, y, x):
        """Which pixels leaf k covers: scenes x side x side, for planes y (side x 1) and x (1 x side)."""
        def of(value):
            return value[:, k, None, None]

        dx, dy = x - of(self.centre[..., 0]), y - of(self.centre[..., 1])
        cos, sin = torch.cos(of(self.turn)), torch.sin(of(self.turn))
        u, v = cos * dx + sin * dy, cos * dy - sin * dx
        radius, kind = of(self.radius), of(self.kind)
        round_v = torch.where(kind == 2, v, v / of(self.flat))
        angle, reach = torch.atan2(round_v, u), torch.hypot(u, round_v)
        ring = torch.ones_like(reach)
        for j in range(HARMONICS):
            ring = ring + of(self.harmonics[..., j]) * torch.cos((j + 1) * angle + of(self.phase[..., j]))
        sector = 2 * math.pi / of(self.corners)
        polygon = torch.cos(sector / 2) / torch.cos(torch.remainder(angle, sector) - sector / 2)
        ring = torch.where(kind == 2, polygon, ring.clamp_min(0.15))
        long = radius * of(self.length)
        bent = v - of(self.bend) * u * u / long
        bar = (u.abs() < long) & (v.abs() < radius * radius / long)
        stroke = (u.abs() < long) & (bent.abs() < of(self.width))
        return torch.where(kind == 3, bar, torch.where(kind == 4, stroke, reach < ring * radius))


def index_map(leaves, side, device):
    """0 where nothing lies, else 1 + the number of the uppermost leaf: scenes x side x side, int64."""
    scenes, count = leaves.radius.shape
    y = torch.arange(side, device=device, dtype=torch.float32)[:, None]
    x = torch.arange(side, device=device, dtype=torch.float32)[None, :]
    index = torch.zeros(scenes, side, side, dtype=torch.int64, device=device)
    for k in range(count):
        index.masked_fill_(leaves.covers(k, y, x), k + 1)
    return index
