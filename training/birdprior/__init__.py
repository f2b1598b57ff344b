"""The recipe of BirD's bundled diffusion prior: synthetic scenes in, ONNX denoiser out."""
