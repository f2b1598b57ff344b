"""Seeded synthetic scenes: dead leaves with textures, depth, shading and tone. No photograph is involved."""

from .scene import render

__all__ = ["render"]
