"""The model card, written from the run's own numbers."""

WANTED = {"15": 33.5, "25": 31.2, "50": 28.0, "100": 24.5}


def _figures(psnr):
    lines = ["| Noise (of 255) | Mean PSNR, dB | Aim, dB |", "| ---: | ---: | ---: |"]
    for sigma, value in psnr.items():
        lines.append(f"| {sigma} | {value:.2f} | {WANTED.get(sigma, '-')} |")
    return "\n".join(lines)


NO_PHOTOGRAPH = ("No photograph, and no palette taken from\none, was used in training. The evaluation pictures served for the "
                 "figures below and for nothing else.")


def _photographs(count):
    return NO_PHOTOGRAPH if not count else (
        f"Besides, patches of {count:,} photographs\nof the archive that made this prior; their rights and privacy are its concern.")


def write(path, config, metrics):
    prior, psnr = config["prior"], metrics.get("psnr")
    missed = [s for s, aim in WANTED.items() if psnr and psnr[s] < aim]
    verdict = "Every aim is met." if psnr and not missed else (
        f"Not yet at the aim for noise {', '.join(missed)}: the compute spent so far is small (see above), and"
        "\nthe same command continues from these weights." if psnr else "Not measured.")
    figures = _figures(psnr) if psnr else ""
    path.write_text(f"""# {prior['name']} {prior['version']}

A small diffusion denoiser, the prior that BirD ships. It knows edges, occlusion, textures, gradients and flat
areas; {"it has never seen a photograph" if not metrics["photos"] else "it was adapted to one archive's photographs"}.

## What it is

- U-Net of 3x3 convolutions, widths {config['network']['widths']} at 1/2, 1/4 and 1/8 of the picture, no attention, no
  normalisation; {metrics['parameters']:,} parameters, {metrics['gflop_256']:.1f} GFLOP for one 256 x 256 evaluation
  (a multiply-add counts two).
- Input: picture in -1..1 with noise, and the step t (0..999, fractions allowed). Output: v of the linear schedule
  (betas 1e-4 to 0.02 over 1000 steps). Any size that is a multiple of 8.
- Stored as float16, computed in float32.

## Data

Synthetic scenes only, from the seeded generator in `training/birdprior/scenes`: dead leaves with power-law sizes,
parametric palettes, 1/f and wave textures, small-leaf foliage, tiles, strokes, shading, depth of field, tone curves,
grey and sepia pictures, a little grain, flat areas and sky-like gradients. {_photographs(metrics["photos"])}

## Training

{metrics['steps']:,} steps over {metrics['gigapixels']:.2f} Gpx of patches in {metrics['training_minutes']:.0f} minutes on {metrics['threads']} CPU threads of a machine
shared with other work: at most {metrics['core_minutes']:.0f} core-minutes. Mean squared error on v, AdamW, exponential moving
average of the weights. The choices are in `config.toml` beside this file.

## Figures

One evaluation at the known noise level on the {metrics.get('pictures', 0)} full Kodak pictures given to the evaluation; Gaussian
noise on the 8-bit original, not clipped nor quantised; the output clipped; mean of the pictures' colour PSNR.

{figures}

{verdict}

## What it can't do

It has no idea of faces, letters, objects or any meaning. It can't invent plausible content for large holes, and its
free samples look like heaps of leaves. At very high noise it gives little more than smooth colour. JPEG blocks, strong
film grain and other structured damage are left to BirD's degradation model.

## Licence

{prior['licence']}.{"" if metrics["photos"] else " There is no photograph in it."}
""", encoding="utf-8")
