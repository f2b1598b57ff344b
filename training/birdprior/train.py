"""The training loop. Time spent training, not steps, drives rate and stages: the budget is hours of a machine."""

import copy
import csv
import math
import signal
import subprocess
import sys
import time

import torch

from . import checkpoint, grow, measure, photos
from .batched import DeviceBatches, DevicePool
from .batches import Batches
from .network import Denoiser
from .pool import TRAINING, VALIDATION, Pool, build
from .schedule import Schedule


def device_of(settings):
    if settings["device"] == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return torch.device(settings["device"])


def precision_of(settings, device):
    kinds = {"bf16": torch.bfloat16, "fp16": torch.float16, "fp32": None}
    kind = kinds[settings["precision"]]
    if kind is torch.float16 and device.type != "cuda":
        raise SystemExit("fp16 training needs CUDA; use bf16 or fp32 on a CPU")
    return kind


class Run:
    """What a checkpoint holds and restores."""

    def __init__(self, config, start=None):
        self.config, self.settings = config, config["training"]
        self.device = device_of(self.settings)
        self.precision = precision_of(self.settings, self.device)
        torch.manual_seed(self.settings["seed"])
        if self.device.type == "cpu":
            torch.set_num_threads(self.settings["threads"])
        self.network = Denoiser(config["network"], config["schedule"]).to(self.device)
        self.network = self.network.to(memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network).requires_grad_(False)
        decay, plain = [], []
        for parameter in self.network.parameters():
            (decay if parameter.ndim > 1 else plain).append(parameter)
        self.optimiser = torch.optim.AdamW(
            [{"params": decay, "weight_decay": self.settings["weight_decay"]}, {"params": plain, "weight_decay": 0.0}],
            lr=self.settings["learning_rate"], betas=(0.9, 0.99))
        self.scaler = torch.cuda.amp.GradScaler(enabled=self.precision is torch.float16)
        self.step, self.seconds, self.pixels = 0, 0.0, 0
        self.photos = 0                    # pictures of an archive among what these weights have seen
        # What the weights gone on from already had: warm-up, rate and stages count from there.
        self.first_step, self.first_seconds = 0, 0.0
        self.folder = config.folder("training", "run")
        self.file, self.parts = self.folder / "checkpoint.pt", self.folder / "parts"
        kept = next((place for place in (self.file, self.parts) if place.exists()), None)
        if kept:
            self._restore(checkpoint.load(kept, self.device))
        elif start:
            self._begin_from(checkpoint.load(start, self.device))

    def _restore(self, state):
        """A run of this configuration goes on as if it had never stopped."""
        self.network.load_state_dict(checkpoint.floats(state["network"]))
        self.average.load_state_dict(checkpoint.floats(state["average"]))
        self.optimiser.load_state_dict(state["optimiser"])
        self.scaler.load_state_dict(state["scaler"])
        self.step, self.seconds, self.pixels = state["step"], state["seconds"], state["pixels"]
        self.photos = state.get("photos", 0)
        self.first_step, self.first_seconds = state["first_step"], state["first_seconds"]

    def _begin_from(self, state):
        """A new run from shipped weights, which may be of a shallower network; Adam warms up again within minutes."""
        for network, kept in ((self.network, state["average"]), (self.average, state["average"])):
            grow.load(network, checkpoint.floats(kept))
        self.step, self.seconds, self.pixels = state["step"], state["seconds"], state["pixels"]
        self.photos = state.get("photos", 0)
        self.first_step, self.first_seconds = self.step, self.seconds

    def save(self):
        state = {
            "network": self.network.state_dict(), "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(), "scaler": self.scaler.state_dict(),
            "step": self.step, "seconds": self.seconds, "pixels": self.pixels, "photos": self.photos,
            "first_step": self.first_step, "first_seconds": self.first_seconds}
        most = self.settings.get("part_megabytes")
        if most:
            checkpoint.save_parts(self.parts, state, most * 1_000_000)
        else:
            checkpoint.save(self.file, state)

    def clock(self):
        """Seconds of training so far. On a CPU those of the processor, so that a busy machine only makes it later."""
        return time.monotonic() if self.device.type == "cuda" else time.process_time() / self.settings["threads"]

    @property
    def progress(self):
        return min(1.0, (self.seconds - self.first_seconds) / (60 * self.settings["budget_minutes"]))

    def rate(self):
        high, low = self.settings["learning_rate"], self.settings["final_learning_rate"]
        warm = min(1.0, (self.step - self.first_step + 1) / self.settings["warmup_steps"])
        return warm * (low + (high - low) * 0.5 * (1 + math.cos(math.pi * self.progress)))

    def stage(self):
        return [stage for stage in self.settings["stages"] if stage["from"] <= self.progress][-1]

    def learn(self, x, t, target):
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate()
        # The picture itself stays planar: pooling it is twice as quick, and the weights set the format from there.
        x, t, target = x.to(self.device), t.to(self.device), target.to(self.device)
        with torch.autocast(self.device.type, dtype=self.precision or torch.bfloat16, enabled=self.precision is not None):
            v = self.network(x, t)
        loss = torch.mean((v.float() - target) ** 2)
        self.optimiser.zero_grad(set_to_none=True)
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.optimiser)
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.settings["gradient_clip"])
        value = float(loss.detach())
        # One broken batch must not spoil hours of weights. (The scaler skips its own overflows.)
        if self.scaler.is_enabled() or (math.isfinite(value) and math.isfinite(float(norm))):
            self.scaler.step(self.optimiser)
            self.scaler.update()
        self._follow()
        self.step += 1
        self.pixels += x.shape[0] * x.shape[2] * x.shape[3]
        return value

    @torch.no_grad()
    def _follow(self):
        keep = min(self.settings["ema"], (1 + self.step) / (10 + self.step))
        pairs = list(zip(self.average.parameters(), self.network.parameters()))
        torch._foreach_mul_([a for a, _ in pairs], keep)
        torch._foreach_add_([a for a, _ in pairs], [p for _, p in pairs], alpha=1 - keep)


def _grow_pool(config):
    """More scenes are rendered beside the training, in one quiet process, until the pool is full."""
    return subprocess.Popen([sys.executable, "-m", "birdprior", "scenes", "--config", str(config.path), "--workers", "1"],
                            stdout=subprocess.DEVNULL)


def _log(folder, row):
    file = folder / "log.csv"
    fresh = not file.exists()
    with open(file, "a", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        if fresh:
            writer.writerow(["step", "minutes", "megapixels", "patch", "rate", "loss", "psnr15", "psnr25", "psnr50"])
        writer.writerow(row)
    print(*row, flush=True)


class Scenes:
    """The batches of a run and what feeds them: scenes of the processor, kept on disk, or of the device, kept there."""

    def __init__(self, run, own, photo_share):
        config, settings, schedule = run.config, run.settings, Schedule(run.config["schedule"])
        data = config["data"]
        self.grower = None
        if data.get("generator", "processor") == "device":
            if own:
                raise SystemExit('--photos needs generator = "processor" under [data]')
            build(config, 0, max(1, settings["threads"]))
            self.pool = DevicePool(run.device, settings["seed"] + run.step, data["device_scenes"], data["device_size"], data["device_chunk"])
            self.batches = DeviceBatches(self.pool, schedule, config["noise"], settings["seed"], run.step)
            return
        build(config, data["start_scenes"], max(1, settings["threads"]))
        self.pool = Pool(config, TRAINING)
        if len(self.pool.scenes) < data["train_scenes"]:
            self.grower = _grow_pool(config)
        self.batches = Batches(self.pool, schedule, config["noise"], settings["seed"], run.step, (own, photo_share))

    def close(self):
        self.batches.close()
        if self.grower is not None:
            self.grower.terminate()


def train(config, start=None, photo_folder=None, photo_share=0.5, minutes=None):
    """Trains until the budget is spent; `minutes` of wall time end this piece of it earlier, after one step at the least."""
    # Being stopped is ordinary: leave by the same door as the end, which saves.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    until = time.monotonic() + 60 * minutes if minutes else math.inf
    run = Run(config, start)
    own = photos.load(photo_folder, run.settings["seed"]) if photo_folder else []
    run.photos = max(run.photos, len(own))
    run.folder.mkdir(parents=True, exist_ok=True)
    scenes = Scenes(run, own, photo_share)
    held_out = [scene[:256, :256] for scene in Pool(config, VALIDATION).scenes[::2]]
    saved = checked = run.seconds
    losses = []
    try:
        done = run.progress >= 1.0
        while not done:
            stage = run.stage()
            started = run.clock()
            losses.append(run.learn(*scenes.batches.next(stage["patch"], stage["batch"])))
            run.seconds += run.clock() - started
            done = run.progress >= 1.0 or time.monotonic() >= until
            if run.seconds - saved > run.settings["checkpoint_seconds"] or done:
                saved = run.seconds
                run.save()
                if scenes.grower is not None:
                    scenes.pool.refresh()
            if run.seconds - checked > run.settings["validate_seconds"] or done:
                checked = run.seconds
                psnr = measure.psnr_by_sigma(run.average, config, held_out, [15, 25, 50], run.device)
                _log(run.folder, [run.step, round(run.seconds / 60, 1), round(run.pixels / 1e6), stage["patch"],
                                  f"{run.rate():.2e}", f"{sum(losses) / len(losses):.5f}", *psnr.values()])
                losses = []
    finally:
        run.save()
        scenes.close()
