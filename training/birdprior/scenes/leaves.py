"""Leaf maps: which leaf covers each pixel. Drawing indices first lets all colour work run on whole planes."""

import numpy as np
from PIL import Image, ImageDraw


def radii(rng, count, low, high):
    """Power law of exponent 3, the one that makes occlusion scenes scale like natural ones."""
    return rng.uniform(high**-2.0, low**-2.0, count) ** -0.5


def _blob(rng, x, y, r):
    """A closed curve of a few harmonics; its count decides between smooth and ragged."""
    points = int(np.clip(r * 0.7, 8, 90))
    a = np.linspace(0, 2 * np.pi, points, endpoint=False)
    order = np.arange(1, rng.integers(3, 14))
    size = rng.uniform(0.1, 0.6) / order ** rng.uniform(0.6, 1.6)
    ring = 1 + (size[:, None] * np.cos(order[:, None] * a + rng.uniform(0, 6.3, len(order))[:, None])).sum(0)
    ring = np.maximum(ring, 0.15) * r
    flat, turn = rng.uniform(0.35, 1), rng.uniform(0, np.pi)
    u, v = ring * np.cos(a), ring * np.sin(a) * flat
    return np.column_stack([x + u * np.cos(turn) - v * np.sin(turn), y + u * np.sin(turn) + v * np.cos(turn)])


def _polygon(rng, x, y, r):
    count = rng.integers(3, 12)
    a = np.sort(rng.uniform(0, 2 * np.pi, count))
    ring = r * np.sqrt(rng.uniform(0.15, 1.3, count))
    return np.column_stack([x + ring * np.cos(a), y + ring * np.sin(a)])


def _rectangle(rng, x, y, r, upright):
    long = r * np.exp(rng.uniform(0, 1.2))
    short = r * r / long
    a = rng.choice([0, np.pi / 2]) + rng.normal(0, 0.02) if upright else rng.uniform(0, np.pi)
    c, s = np.cos(a), np.sin(a)
    corners = np.array([(long, short), (-long, short), (-long, -short), (long, -short)])
    return corners @ np.array([[c, s], [-s, c]]) + (x, y)


def _strokes(rng, draw, index, x, y, r):
    """Letter-like lines on a row, a bunch of hairs, or a single wandering line."""
    kind = rng.random()
    if kind < 0.45:
        high = np.clip(r * 0.5, 8, 60)
        width = int(max(1, high * rng.uniform(0.06, 0.22)))
        for k in range(rng.integers(3, 12)):
            left = x + k * high * 0.8
            knots = rng.integers(0, 3, (rng.integers(3, 6), 2)) * np.array([0.28, 0.5]) * high
            draw.line([(left + a, y + b) for a, b in knots], fill=index, width=width)
            if rng.random() < 0.4:
                draw.arc([left, y, left + 0.6 * high, y + high], 0, int(rng.integers(120, 361)), fill=index, width=width)
    elif kind < 0.75:
        a = rng.uniform(0, 2 * np.pi)
        width = int(rng.integers(1, 5))
        for _ in range(rng.integers(5, 40)):
            b = a + rng.normal(0, 0.25)
            px, py = x + rng.normal(0, 0.4 * r), y + rng.normal(0, 0.4 * r)
            bend = rng.normal(0, 0.3)
            mid = (px + r * np.cos(b), py + r * np.sin(b))
            end = (mid[0] + r * np.cos(b + bend), mid[1] + r * np.sin(b + bend))
            draw.line([(px, py), mid, end], fill=index, width=width)
    else:
        steps = rng.normal(0, 0.5, (rng.integers(2, 12), 2)).cumsum(0) * r
        draw.line([(x + a, y + b) for a, b in steps], fill=index, width=int(rng.integers(1, 12)), joint="curve")


class LeafMap:
    """Index plane (0 = nothing here) with the centre and radius of each leaf."""

    def __init__(self, rng, size, coverage, low, high, most):
        mean_area = np.pi * 2 * np.log(high / low) / (low**-2.0 - high**-2.0)
        count = int(np.clip(coverage * size * size / mean_area, 3, most))
        self.radius = np.concatenate([[1.0], radii(rng, count, low, high)]).astype(np.float32)
        self.centre = np.vstack([[0, 0], rng.uniform(-0.05 * size, 1.05 * size, (count, 2))]).astype(np.float32)
        image = Image.new("I", (size, size), 0)
        draw = ImageDraw.Draw(image)
        # A scene leans to one kind of shape, as places do.
        weights = rng.dirichlet([1.5, 1.0, 0.7, 1.0, 0.35])
        kinds = rng.choice(5, count, p=weights)
        upright = rng.random() < 0.6
        for k in range(count):
            x, y = self.centre[k + 1]
            r, index = float(self.radius[k + 1]), k + 1
            kind = kinds[k]
            if kind == 4:
                _strokes(rng, draw, index, x, y, r)
                continue
            if kind == 2:
                draw.ellipse([x - r, y - r, x + r, y + r], fill=index)
                continue
            shape = _blob(rng, x, y, r) if kind == 0 else (
                _polygon(rng, x, y, r) if kind == 1 else _rectangle(rng, x, y, r, upright))
            draw.polygon(shape.ravel().tolist(), fill=index)
        self.index = np.asarray(image)
        self.count = count + 1
