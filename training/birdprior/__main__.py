"""python3 -m birdprior scenes | train | evaluate | export | ffdnet | seam | sheet  --config config.toml"""

import argparse
import os

from .config import Config


def main():
    parser = argparse.ArgumentParser(prog="birdprior", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name, text):
        sub = commands.add_parser(name, help=text)
        sub.add_argument("--config", default="config.toml")
        return sub

    scenes = command("scenes", "render the pool of training and validation scenes")
    scenes.add_argument("--count", type=int, help="training scenes (default: train_scenes)")
    scenes.add_argument("--workers", type=int, default=2)
    training = command("train", "train, or go on from the last checkpoint")
    training.add_argument("--from", dest="start", help="shipped weights.pt to go on from when there is no checkpoint")
    training.add_argument("--photos", metavar="DIR", help="an archive's own good pictures, mixed with the scenes")
    training.add_argument("--photo-share", type=float, default=0.5, help="share of patches from them, above 0 to 1 (default 0.5)")
    training.add_argument("--minutes", type=float, help="end this piece after so many minutes of wall time; the same command goes on")
    evaluate = command("evaluate", "PSNR of one-evaluation denoising, by noise level")
    evaluate.add_argument("--eval-dir", required=True, help="folder of clean pictures; never trained on")
    evaluate.add_argument("--weights", help="checkpoint or weights.pt (default: the run's last checkpoint)")
    evaluate.add_argument("--out", help="JSON file to write")
    export = command("export", "write the ONNX prior, its card, metrics and weights")
    export.add_argument("--eval-dir", help="measure on these pictures for the card")
    export.add_argument("--weights")
    export.add_argument("--out", required=True, help="folder of the prior")
    export.add_argument("--parity", help="folder for an input and PyTorch's output, for the runtime's parity test")
    ffdnet = command("ffdnet", "make a trained FFDNet a prior file, to compare with")
    ffdnet.add_argument("--weights", required=True, help="its .pth file (colour)")
    ffdnet.add_argument("--out", required=True, help="ONNX file to write")
    ffdnet.add_argument("--name", default="ffdnet", help="name in sidecars and tables")
    ffdnet.add_argument("--licence", required=True, help="licence of the weights, one line")
    seam = command("seam", "how far a tile's edge reaches inside, by noise level")
    seam.add_argument("--weights")
    sheet = command("sheet", "contact sheet of generated scenes")
    sheet.add_argument("--out", required=True)
    arguments = parser.parse_args()
    if arguments.command == "train" and not 0 < arguments.photo_share <= 1:
        parser.error(f"--photo-share is a share above 0 and up to 1, not {arguments.photo_share}")
    if arguments.command == "train" and arguments.minutes is not None and arguments.minutes <= 0:
        parser.error(f"--minutes is a time above 0, not {arguments.minutes}")
    config = Config(arguments.config)

    # Imported late: the scene workers need no PyTorch.
    if arguments.command == "scenes":
        from . import pool
        made, seconds = pool.build(config, arguments.count or config["data"]["train_scenes"], arguments.workers)
        print(f"{made} scenes in {seconds:.0f} s")
    elif arguments.command == "train":
        # Threads that wait must sleep: on a machine shared with other work, spinning made a step four times slower.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        from .train import train
        train(config, arguments.start, arguments.photos, arguments.photo_share, arguments.minutes)
    elif arguments.command == "evaluate":
        from .evaluate import evaluate_command
        evaluate_command(config, arguments.eval_dir, arguments.weights, arguments.out)
    elif arguments.command == "export":
        from .export import export_command
        export_command(config, arguments.weights, arguments.out, arguments.eval_dir, arguments.parity)
    elif arguments.command == "ffdnet":
        from .ffdnet import ffdnet_command
        ffdnet_command(config, arguments.weights, arguments.out, arguments.name, arguments.licence)
    elif arguments.command == "seam":
        from .seam import seam_command
        seam_command(config, arguments.weights)
    else:
        from .scenes.scene import save_sheet
        save_sheet(arguments.out, [(config["data"]["seed"], 0, k) for k in range(24)], 6, 160)


if __name__ == "__main__":
    main()
