"""Parametric palettes: broad lightness, chroma mostly small with a heavy tail, related hues within a scene."""

import numpy as np

_LMS = np.array([[0.3963377774, 0.2158037573], [-0.1055613458, -0.0638541728], [-0.0894841775, -1.2914855480]])
_RGB = np.array([
    [4.0767416621, -3.3077115913, 0.2309699292],
    [-1.2684380046, 2.6097574011, -0.3413193965],
    [-0.0041960863, -0.7034186147, 1.7076147010],
])


def linear_rgb(lab):
    """Oklab to linear RGB, clipped to the gamut; Oklab because its lightness and hue mix evenly."""
    lms = (lab[..., :1] + lab[..., 1:] @ _LMS.T) ** 3
    return np.clip(lms @ _RGB.T, 0.0, 1.0)


class Palette:
    def __init__(self, rng):
        self.rng = rng
        count = rng.integers(4, 13)
        centre = rng.laplace(0.0, 0.02, 2)
        # One dominant chroma axis per scene: real scenes rarely hold all hues at full strength.
        angle = rng.uniform(0, 2 * np.pi)
        axis = np.array([np.cos(angle), np.sin(angle)])
        spread = rng.gamma(1.5, 0.013)
        chroma = centre + rng.standard_t(3, (count, 1)) * spread * axis
        chroma += rng.standard_t(3, (count, 2)) * spread * 0.4
        vivid = rng.random(count) < 0.06
        chroma[vivid] = rng.normal(0, 0.12, (int(vivid.sum()), 2))
        low, high = np.sort(rng.uniform(0.08, 1.0, 2))
        if high - low < 0.35:
            low, high = max(0.05, low - 0.25), min(1.0, high + 0.25)
        lightness = rng.uniform(low, high, count)
        self.lab = np.column_stack([lightness, np.clip(chroma, -0.25, 0.25)])
        self.share = rng.dirichlet(np.full(count, 1.2))

    def draw(self, count):
        """Colours of `count` leaves in Oklab: one of the palette's, with a little scatter."""
        picked = self.lab[self.rng.choice(len(self.lab), count, p=self.share)]
        scatter = self.rng.normal(0, 1, (count, 3)) * np.array([0.07, 0.012, 0.012])
        lab = picked + scatter
        lab[:, 0] = np.clip(lab[:, 0], 0.02, 1.0)
        return lab
