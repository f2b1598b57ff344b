"""Scenes and patches made many at a time in PyTorch, so that a GPU's training never waits for the processor.

The same kind of picture as `birdprior.scenes` (occluding leaves of power-law sizes, related colours, textures, shading,
depth of field, tone), with fewer kinds of shape and without letters: those stay the processor's, whose scenes can be
mixed in.
"""

from .pool import DeviceBatches, DevicePool
from .scene import render

__all__ = ["DeviceBatches", "DevicePool", "render"]
