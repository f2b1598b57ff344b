#!/usr/bin/env python3
"""Makes the damaged photographs in this folder from scikit-image's own CC0 and public-domain pictures.

Needs Python 3 with NumPy, SciPy, Pillow and scikit-image (0.18 or newer; on Debian `apt install python3-skimage`).
Only pictures bundled in the scikit-image package are used; nothing is downloaded. Seeded: the same versions of these
packages make the same files. The product never runs this; the files are kept.

    python3 make_samples.py [folder]
"""
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms
from scipy import ndimage
from skimage import data

SRGB = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
SRGB[24:36] = bytes([0x07, 0xE8, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])  # creation date, else it is the time of the run
SRGB = bytes(SRGB)
LONG_SIDE = 512


# ---- pictures as float arrays in [0,1], height x width (x 3) ----

def picture(array, box=None):
    """Crops to box (left, top, right, bottom) and shrinks to LONG_SIDE where larger."""
    image = Image.fromarray(array)
    if box:
        image = image.crop(box)
    scale = LONG_SIDE / max(image.size)
    if scale < 1:
        image = image.resize([round(side * scale) for side in image.size], Image.LANCZOS)
    return np.asarray(image, dtype=np.float64) / 255


def to_linear(x):
    return np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4)


def to_srgb(x):
    x = np.clip(x, 0, 1)
    return np.where(x <= 0.0031308, x * 12.92, 1.055 * x ** (1 / 2.4) - 0.055)


def codes(x, levels=255):
    return np.rint(np.clip(x, 0, 1) * levels)


# ---- damages ----

def gaussian_blur(x, sigma, noise, rng):
    """Out of focus: blur of the coded values (the restorer's model), then a little grain."""
    blurred = ndimage.gaussian_filter(x, (sigma, sigma, 0)[: x.ndim], mode="reflect")
    return blurred + rng.normal(0, noise, x.shape)


def motion_blur(x, length, degrees, noise, rng):
    """A straight shake of the camera: a line of `length` pixels, antialiased."""
    size = length | 1
    yy, xx = np.mgrid[:size, :size] - size // 2
    angle = np.deg2rad(degrees)
    along = xx * np.cos(angle) - yy * np.sin(angle)
    across = xx * np.sin(angle) + yy * np.cos(angle)
    kernel = np.clip(length / 2 - np.abs(along) + 0.5, 0, 1) * np.clip(1 - np.abs(across), 0, 1)
    kernel /= kernel.sum()
    planes = [ndimage.convolve(plane, kernel, mode="reflect") for plane in np.moveaxis(np.atleast_3d(x), 2, 0)]
    return np.squeeze(np.stack(planes, 2)) + rng.normal(0, noise, x.shape)


def noisy(x, sigma, rng):
    return x + rng.normal(0, sigma, x.shape)


def dark(x, stops, electrons, read, rng):
    """Under-exposed: fewer photons (Poisson), read noise, then coded as a camera would, without brightening."""
    photons = rng.poisson(to_linear(x) * 2.0**-stops * electrons) + rng.normal(0, read, x.shape)
    return to_srgb(photons / electrons)


def faded(x, rng):
    """A print after decades of light: contrast gone, cyan dye weakest, paper yellowed, some grain."""
    low, high = np.array([0.34, 0.25, 0.19]), np.array([0.93, 0.84, 0.70])
    return low + (high - low) * x**0.9 + rng.normal(0, 0.012, x.shape)


def scratches(shape, rng):
    """Hairline scratches along the film, a few across, and dust: 0 untouched to 1 destroyed."""
    height, width = shape[:2]
    yy, xx = np.mgrid[:height, :width].astype(float)
    mask = np.zeros((height, width))
    for _ in range(7):  # along
        drift = rng.uniform(-0.06, 0.06)
        wobble = 1.5 * np.sin(yy / rng.uniform(40, 90) + rng.uniform(0, 6))
        line = rng.uniform(0.05, 0.95) * width + drift * yy + wobble
        reach = (yy > rng.uniform(-0.3, 0.3) * height) & (yy < rng.uniform(0.6, 1.3) * height)
        mask = np.maximum(mask, np.clip(rng.uniform(0.8, 1.8) - np.abs(xx - line), 0, 1) * reach)
    for _ in range(4):  # across
        x0, y0, angle = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(-0.9, 0.9)
        along = (xx - x0) * np.cos(angle) + (yy - y0) * np.sin(angle)
        across = -(xx - x0) * np.sin(angle) + (yy - y0) * np.cos(angle) + along**2 * rng.uniform(-2e-3, 2e-3)
        mask = np.maximum(mask, np.clip(1.4 - np.abs(across), 0, 1) * (np.abs(along) < rng.uniform(30, 110)))
    for _ in range(60):  # dust
        x0, y0 = rng.uniform(0, width), rng.uniform(0, height)
        mask = np.maximum(mask, np.clip(rng.uniform(0.8, 2.6) - np.hypot(xx - x0, (yy - y0) * 1.3), 0, 1))
    return mask


# ---- files ----

def exif(date, make, model, description, dpi):
    tags = Image.Exif()
    tags[0x010E], tags[0x010F], tags[0x0110] = description, make, model
    tags[0x011A], tags[0x011B], tags[0x0128] = float(dpi), float(dpi), 2
    tags[0x0132] = date
    tags[0x8769] = {0x9003: date, 0x9004: date}
    return tags


def save_jpeg(path, x, quality, **more):
    Image.fromarray(codes(x).astype(np.uint8)).save(path, quality=quality, **more)


def save_png(path, x, **more):
    Image.fromarray(codes(x).astype(np.uint8)).save(path, optimize=True, **more)


def main(folder):
    (folder / "masks").mkdir(parents=True, exist_ok=True)

    def rng(number):
        return np.random.default_rng([1974, number])

    portrait = picture(data.astronaut(), (40, 0, 424, 512))
    save_jpeg(
        folder / "portrait-blurred.jpg", gaussian_blur(portrait, 2.0, 2 / 255, rng(1)), 93, subsampling=0,
        icc_profile=SRGB, dpi=(300, 300),
        exif=exif("1995:02:03 10:15:00", "BirD samples", "Flatbed", "Portrait, out of focus", 300))
    save_png(
        folder / "street-shaken.png", motion_blur(picture(data.camera(), (60, 30, 460, 430)), 13, 20, 2 / 255, rng(2)),
        dpi=(300, 300))
    save_png(folder / "coffee-noisy.png", noisy(picture(data.coffee(), (130, 60, 470, 310)), 25 / 255, rng(3)))
    save_jpeg(
        folder / "cat-jpeg.jpg", picture(data.chelsea()), 9, subsampling=2,
        exif=exif("2004:08:21 17:42:10", "BirD samples", "Early compact", "Cat, saved once too often", 72))
    save_png(folder / "coffee-dark.png", dark(picture(data.coffee(), (0, 60, 330, 390)), 3.2, 4000, 6, rng(5)))
    save_jpeg(
        folder / "rocket-faded.jpg", faded(picture(data.rocket()), rng(6)), 90, subsampling=0, icc_profile=SRGB,
        dpi=(300, 300),
        exif=exif("2015:02:11 18:03:00", "BirD samples", "Flatbed", "Colour print, faded by light", 300))

    clean = picture(data.camera(), (0, 60, 400, 512))
    mask = scratches(clean.shape, rng(7))
    grain = rng(8).normal(0, 3 / 255, clean.shape)
    save_png(folder / "scratched.png", clean * (1 - mask) + 0.97 * mask + grain, dpi=(300, 300))
    save_png(folder / "masks" / "scratched.mask.png", mask > 0.02)

    save_jpeg(
        folder / "cat-pristine.jpg", picture(data.chelsea()), 95, subsampling=0, icc_profile=SRGB,
        exif=exif("2004:08:21 17:42:10", "BirD samples", "Early compact", "Cat, as it was", 72))

    # 16-bit grey: a dark scan that has far more than 256 shades, so that lost depth shows.
    scan = to_linear(picture(data.camera(), (120, 40, 376, 296))) * 0.25 + rng(9).normal(0, 40 / 65535, (256, 256))
    Image.fromarray(codes(scan, 65535).astype(np.uint16)).save(
        folder / "dark-scan-16bit.tif", compression="tiff_adobe_deflate", dpi=(2400, 2400))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
