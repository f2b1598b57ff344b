"""The cached pool of scenes. Scene k of a pool is always the same picture, so the cache can be thrown away."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from .scenes import render

TRAINING, VALIDATION = 0, 1


def _path(cache, kind, k):
    return Path(cache) / ("train" if kind == TRAINING else "validation") / f"{k:05d}.npy"


def make(cache, seed, kind, k, size):
    path = _path(cache, kind, k)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(f".{os.getpid()}.tmp")
    with open(scratch, "wb") as file:
        np.save(file, render((seed, kind, k), size))
    os.replace(scratch, path)              # a reader never sees half a scene


def build(config, scenes, workers):
    """Validation scenes first, then training scenes up to the count asked for."""
    data = config["data"]
    cache = config.folder("data", "cache")
    jobs = [(VALIDATION, k) for k in range(data["validation_scenes"])] + [(TRAINING, k) for k in range(scenes)]
    jobs = [job for job in jobs if not _path(cache, *job).exists()]
    started = time.time()
    with ProcessPoolExecutor(max_workers=workers) as pool:
        for _ in pool.map(make, *zip(*[(cache, data["seed"], kind, k, data["size"]) for kind, k in jobs])) if jobs else ():
            pass
    return len(jobs), time.time() - started


class Pool:
    """Scenes in memory; `refresh` takes in those that a background build finished since."""

    def __init__(self, config, kind=TRAINING):
        self.cache, self.kind = config.folder("data", "cache"), kind
        self.scenes = []
        self.refresh()

    def refresh(self):
        while (path := _path(self.cache, self.kind, len(self.scenes))).exists():
            self.scenes.append(np.load(path))
        return len(self.scenes)
