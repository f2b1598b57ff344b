"""An institution's own good pictures beside the scenes, for a prior adapted to its archive. The shipped prior uses none."""

from pathlib import Path

import numpy as np
from PIL import Image

KINDS = (".png", ".jpg", ".jpeg", ".tif", ".tiff")

# A patch is at most 128 wide and may be cut from twice that; below it a picture teaches what resizing looks like.
LEAST_SIDE = 256

# Windows of this side are kept in memory (3 MB each) instead of whole scans.
WINDOW = 1024


def _window(rng, picture):
    high, wide = picture.shape[:2]
    y, x = (int(rng.integers(0, max(1, side - WINDOW + 1))) for side in (high, wide))
    return np.ascontiguousarray(picture[y:y + WINDOW, x:x + WINDOW])


def load(folder, seed, most=1000):
    """One window (8 bit RGB, at most 1024 on a side) of each picture in the folder and those below it, at most `most` of them."""
    files = sorted(file for file in Path(folder).rglob("*") if file.suffix.lower() in KINDS and file.is_file())
    if not files:
        raise SystemExit(f"--photos: no pictures ({', '.join(KINDS)}) in {folder}")
    rng = np.random.default_rng(seed)
    if len(files) > most:
        files = [files[k] for k in sorted(rng.choice(len(files), most, replace=False))]
    windows, small, broken = [], [], []
    for file in files:
        try:
            with Image.open(file) as image:
                if min(image.size) < LEAST_SIDE:
                    small.append(file.name)
                    continue
                windows.append(_window(rng, np.asarray(image.convert("RGB"))))
        except (OSError, Image.DecompressionBombError) as error:
            broken.append(f"{file.name} ({error})")
    for names, why in ((small, f"smaller than {LEAST_SIDE} pixels"), (broken, "unreadable")):
        if names:
            print(f"--photos: {len(names)} left out, {why}: {', '.join(names[:5])}", flush=True)
    if not windows:
        raise SystemExit(f"--photos: none of the {len(files)} pictures in {folder} can be used: give full scans, not thumbnails")
    return windows
