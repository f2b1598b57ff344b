"""Scenes kept on the device and patches cut from them there."""

import numpy as np
import torch

from .scene import render


class DevicePool:
    """A ring of scenes of which a part is drawn anew from time to time, so that no scene is seen for long."""

    def __init__(self, device, seed, scenes, side, chunk):
        self.generator = torch.Generator(device=device).manual_seed(seed)
        self.side, self.chunk, self.place = side, chunk, 0
        self.scenes = torch.cat([render(self.generator, chunk, side) for _ in range(max(1, scenes // chunk))])

    def refresh(self):
        """Draws the oldest chunk anew."""
        self.scenes[self.place:self.place + self.chunk] = render(self.generator, self.chunk, self.side)
        self.place = (self.place + self.chunk) % len(self.scenes)
        return len(self.scenes)


class DeviceBatches:
    """Batches for the training loop, like `birdprior.batches.Batches`; everything happens on the pool's device.

    `every` batches a chunk of scenes is drawn anew.
    """

    def __init__(self, pool, schedule, noise, seed, step, every=4):
        self.pool, self.schedule, self.noise, self.every, self.step = pool, schedule, noise, every, step
        self.rng = np.random.default_rng((seed, step))
        self.generator = torch.Generator(device=pool.scenes.device).manual_seed(seed + step)

    def _patches(self, width, count):
        device, scenes, side = self.pool.scenes.device, self.pool.scenes, self.pool.side

        def draw(most):
            return torch.randint(0, most, (count,), generator=self.generator, device=device)

        which, top, left = draw(len(scenes)), draw(side - width + 1), draw(side - width + 1)
        line = torch.arange(width, device=device)
        # Mirrored by reading backwards, turned by exchanging the axes: the eight ways a picture can lie.
        y = torch.where(draw(2)[:, None] == 0, line, width - 1 - line) + top[:, None]
        x = torch.where(draw(2)[:, None] == 0, line, width - 1 - line) + left[:, None]
        order = torch.argsort(torch.rand(count, 3, generator=self.generator, device=device), dim=1)
        cut = scenes[which[:, None, None, None], order[:, :, None, None], y[:, None, :, None], x[:, None, None, :]]
        cut = torch.where((draw(2) == 0)[:, None, None, None], cut, cut.transpose(2, 3))
        return cut.float() / 127.5 - 1

    def next(self, width, count):
        self.step += 1
        if self.step % self.every == 0:
            self.pool.refresh()
        clean = self._patches(width, count)
        t = self.schedule.sample(self.rng, count, self.noise)
        signal, noise = (weight.to(clean.device) for weight in self.schedule.weights(t))
        eps = torch.randn(clean.shape, generator=self.generator, device=clean.device)
        return signal * clean + noise * eps, torch.from_numpy(t).float().to(clean.device), signal * eps - noise * clean

    def close(self):
        """Nothing runs beside the loop."""
