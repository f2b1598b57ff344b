"""Random patches of the pool: crops, scale, flips, turns, channel order, brightness. Drawn ahead in a thread."""

import queue
import threading

import numpy as np
import torch
from PIL import Image


def patch(rng, scene, width):
    scale = 1.0 if rng.random() < 0.4 else rng.uniform(1.0, min(2.0, min(scene.shape[:2]) / width))
    side = int(round(width * scale))
    y, x = rng.integers(0, scene.shape[0] - side + 1), rng.integers(0, scene.shape[1] - side + 1)
    crop = scene[y:y + side, x:x + side]
    if side != width:
        filter = Image.Resampling.BICUBIC if rng.random() < 0.5 else Image.Resampling.BOX
        crop = np.asarray(Image.fromarray(crop).resize((width, width), filter))
    if rng.random() < 0.5:
        crop = crop[:, ::-1]
    crop = np.rot90(crop, rng.integers(0, 4))
    if rng.random() < 0.5:
        crop = crop[..., rng.permutation(3)]
    value = crop.astype(np.float32) / 127.5 - 1.0
    if rng.random() < 0.3:
        gain = np.exp(rng.normal(0, 0.2))
        value = np.clip((value - rng.uniform(-0.3, 0.3)) * gain, -1, 1)
    if rng.random() < 0.04:
        value = np.repeat(value[..., 1:2], 3, axis=2)
    return value.transpose(2, 0, 1)


class Batches:
    """Batch k depends only on the seed, k and the pool's size then, so a resumed run draws fresh ones.

    `photos` is the archive's own pictures and the share of patches that come from them.
    """

    def __init__(self, pool, schedule, noise, seed, step, photos=((), 0.0)):
        self.pool, self.schedule, self.noise, self.seed = pool, schedule, noise, seed
        self.step = step
        self.photos, self.photo_share = photos
        self.stage = None
        self.ready = queue.Queue(maxsize=4)
        self.thread = None

    def _draw(self, step, width, count):
        rng = np.random.default_rng((self.seed, step))
        clean = torch.from_numpy(np.stack([patch(rng, self._picture(rng), width) for _ in range(count)]))
        t = self.schedule.sample(rng, count, self.noise)
        eps = torch.randn(clean.shape, generator=torch.Generator().manual_seed(int(rng.integers(2**62))))
        signal, noise = self.schedule.weights(t)
        return signal * clean + noise * eps, torch.from_numpy(t).float(), signal * eps - noise * clean

    def _picture(self, rng):
        source = self.photos if self.photos and rng.random() < self.photo_share else self.pool.scenes
        return source[rng.integers(0, len(source))]

    def _run(self, width, count, stop):
        while not stop.is_set():
            batch = self._draw(self.step, width, count)
            self.step += 1
            while not stop.is_set():
                try:
                    self.ready.put(batch, timeout=0.5)
                    break
                except queue.Full:
                    pass

    def next(self, width, count):
        if self.stage != (width, count):
            self.close()
            self.stage, self.stop = (width, count), threading.Event()
            self.thread = threading.Thread(target=self._run, args=(width, count, self.stop), daemon=True)
            self.thread.start()
        return self.ready.get()

    def close(self):
        if self.thread is not None:
            self.stop.set()
            self.thread.join()
            self.ready = queue.Queue(maxsize=4)
            self.thread = None
