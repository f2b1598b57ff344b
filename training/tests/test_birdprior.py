"""python3 -m unittest discover tests   (in training/; seconds on a CPU)"""

import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from PIL import Image

from birdprior import checkpoint, ffdnet, grow, photos
from birdprior.batched import DeviceBatches, DevicePool
from birdprior.batched import render as render_batch
from birdprior.batched.shapes import Leaves, index_map
from birdprior.batches import Batches, patch
from birdprior.config import Config
from birdprior.measure import denoise
from birdprior.network import Denoiser
from birdprior.schedule import Schedule, abar_table
from birdprior.scenes import render
from birdprior.train import Run, train

CONFIG = Path(__file__).parent.parent / "config.toml"


def small_config(folder):
    config = Config(CONFIG)
    config.values["network"] = {"widths": [16, 16, 16], "encoder_blocks": [1, 1], "middle_blocks": 1,
                                "decoder_blocks": [1, 1], "embedding": 16}
    config.values["training"].update(run=str(folder), device="cpu", precision="fp32")
    return config


class Schedules(unittest.TestCase):
    def test_abar_has_the_published_values(self):
        abar = abar_table(Config(CONFIG)["schedule"])
        for t, value in ((0, 0.9999), (100, 0.895142), (500, 0.0777967), (999, 4.03583e-5)):
            self.assertAlmostEqual(abar[t] / value, 1, places=5)

    def test_step_of_a_noise_level_gives_that_level_back(self):
        schedule = Schedule(Config(CONFIG)["schedule"])
        for sigma in (5, 15, 50, 100):
            t = schedule.t_of_sigma(sigma / 255)
            signal, noise = schedule.weights(np.array([t]))
            self.assertAlmostEqual(float(noise / signal) * 255 / 2, sigma, places=3)


class Scenes(unittest.TestCase):
    def test_a_seed_is_one_picture(self):
        first, again, other = render((3, 0, 1), 128), render((3, 0, 1), 128), render((3, 0, 2), 128)
        self.assertTrue((first == again).all())
        self.assertFalse((first == other).all())
        self.assertEqual((first.shape, first.dtype), ((128, 128, 3), np.uint8))


class Networks(unittest.TestCase):
    def test_pictures_of_a_batch_and_steps_are_independent(self):
        config = Config(CONFIG)
        network = Denoiser(config["network"], config["schedule"]).eval()
        x, t = torch.randn(2, 3, 40, 24), torch.tensor([12.5, 700.0])
        with torch.no_grad():
            both, second = network(x, t), network(x[1:], t[1:])
        self.assertEqual(both.shape, x.shape)
        self.assertLess(float((both[1:] - second).abs().max()), 1e-4)

    def test_exact_v_gives_the_clean_picture(self):
        schedule = Schedule(Config(CONFIG)["schedule"])
        clean, eps, sigma = torch.rand(1, 3, 24, 17), torch.randn(1, 3, 24, 17), 0.1

        def oracle(x, t):
            signal, noise = schedule.weights(t.numpy().astype(np.float64))
            picture = torch.nn.functional.pad(2 * clean - 1, (0, 7, 0, 0), mode="replicate")
            return (signal * x - picture) / noise

        self.assertLess(float((denoise(oracle, schedule, clean + sigma * eps, sigma) - clean).abs().max()), 1e-3)


class FfdNets(unittest.TestCase):
    def weights(self, inputs=15):
        torch.manual_seed(4)
        norm = torch.nn.BatchNorm2d(8)
        norm.running_mean.normal_()
        norm.running_var.uniform_(0.5, 2.0)
        convolutions = [torch.nn.Conv2d(a, b, 3, padding=1, bias=False) for a, b in ((inputs, 8), (8, 8), (8, 12))]
        named = {f"net.{place}.weight": layer.weight.detach() for place, layer in zip((0, 2, 5), convolutions)}
        named |= {f"net.3.{name}": value for name, value in norm.state_dict().items()}
        return named, convolutions, norm.eval()

    def test_the_graph_answers_as_the_network_does_at_the_level_of_the_step(self):
        named, (first, middle, last), norm = self.weights()
        schedule = Schedule(Config(CONFIG)["schedule"])
        network = ffdnet.FfdNet(named, Config(CONFIG)["schedule"]).eval()
        picture, sigma = torch.rand(1, 3, 12, 16), 20 / 255
        with torch.no_grad():
            h = torch.nn.functional.pixel_unshuffle(picture, 2)
            h = torch.relu(first(torch.cat([torch.full((1, 3, 6, 8), sigma), h], dim=1)))
            expected = picture - torch.nn.functional.pixel_shuffle(last(torch.relu(norm(middle(h)))), 2)
            t = schedule.t_of_sigma(sigma)
            signal, _ = schedule.weights(np.array([t]))
            answer = network(signal * (2 * picture - 1), torch.tensor([t]).float())
        self.assertLess(float(((answer + 1) / 2 - expected).abs().max()), 1e-4)

    def test_a_grey_network_is_refused(self):
        with self.assertRaises(SystemExit):
            ffdnet.FfdNet(self.weights(inputs=5)[0], Config(CONFIG)["schedule"])


class Runs(unittest.TestCase):
    def test_a_stopped_run_goes_on_where_it_was(self):
        with tempfile.TemporaryDirectory() as folder:
            run = Run(small_config(folder))
            batch = torch.randn(2, 3, 16, 16), torch.tensor([10.0, 200.0]), torch.randn(2, 3, 16, 16)
            for _ in range(3):
                run.learn(*batch)
            run.save()
            again = Run(small_config(folder))
            self.assertEqual((again.step, again.pixels), (3, 3 * 2 * 256))
            self.assertEqual(run.learn(*batch), again.learn(*batch))
            for a, b in zip(run.average.parameters(), again.average.parameters()):
                self.assertTrue(torch.equal(a, b))

    def test_shipped_halves_can_be_gone_on_from(self):
        with tempfile.TemporaryDirectory() as folder:
            run = Run(small_config(Path(folder) / "a"))
            shipped = Path(folder) / "weights.pt"
            checkpoint.save(shipped, {
                "network": checkpoint.halves(run.network.state_dict()),
                "average": checkpoint.halves(run.average.state_dict()), "step": 5, "seconds": 9.0, "pixels": 7})
            again = Run(small_config(Path(folder) / "b"), shipped)
            self.assertEqual((again.step, again.seconds, again.pixels), (5, 9.0, 7))
            self.assertEqual(again.progress, 0)

    def test_a_deeper_network_begins_with_what_the_shallower_computes(self):
        with tempfile.TemporaryDirectory() as folder:
            shallow = Run(small_config(Path(folder) / "a"))
            shallow.file = Path(folder) / "weights.pt"
            shallow.save()
            config = small_config(Path(folder) / "b")
            config.values["network"].update(encoder_blocks=[2, 1], middle_blocks=3, decoder_blocks=[1, 2])
            deep = Run(config, shallow.file)
            x, t = torch.randn(2, 3, 32, 32), torch.tensor([12.5, 700.0])
            with torch.no_grad():
                self.assertTrue(torch.equal(deep.network(x, t), shallow.average(x, t)))

    def test_weights_of_another_kind_are_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            narrow = Run(small_config(Path(folder) / "a"))
            weights = {**narrow.average.state_dict(), "other.weight": torch.zeros(1)}
            with self.assertRaises(SystemExit):
                grow.load(narrow.network, weights)


class Photos(unittest.TestCase):
    def picture(self, folder, name, wide, high):
        pixels = np.random.default_rng(1).integers(0, 256, (high, wide, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(Path(folder) / name)
        return pixels

    def test_patches_come_from_the_archive_by_the_share_asked_for(self):
        with tempfile.TemporaryDirectory() as folder:
            self.picture(folder, "wide.png", 900, 300)
            own = photos.load(folder, seed=1)
            scenes = [np.zeros((256, 256, 3), np.uint8)]
            batches = Batches(mock.Mock(scenes=scenes), Schedule(Config(CONFIG)["schedule"]), Config(CONFIG)["noise"], 1, 0, (own, 0.25))
            rng = np.random.default_rng(5)
            drawn = sum(batches._picture(rng).shape[1] == 900 for _ in range(400))
            self.assertTrue(60 < drawn < 140, drawn)
            self.assertEqual(patch(rng, own[0], 128).shape, (3, 128, 128))

    def test_thumbnails_and_empty_folders_are_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaisesRegex(SystemExit, "no pictures"):
                photos.load(folder, seed=1)
            self.picture(folder, "thumb.png", 200, 160)
            with self.assertRaisesRegex(SystemExit, "not thumbnails"):
                photos.load(folder, seed=1)

    def test_what_cannot_be_read_is_left_out(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "broken.jpg").write_bytes(b"no picture")
            self.picture(folder, "good.png", 300, 300)
            self.assertEqual(len(photos.load(folder, seed=1)), 1)


class OnTheDevice(unittest.TestCase):
    def generator(self, seed):
        return torch.Generator().manual_seed(seed)

    def test_a_seed_is_one_batch_of_different_scenes(self):
        first, again, other = (render_batch(self.generator(seed), 2, 32, leaves=20) for seed in (1, 1, 2))
        self.assertEqual((first.shape, first.dtype), ((2, 3, 32, 32), torch.uint8))
        self.assertTrue(torch.equal(first, again))
        self.assertFalse(torch.equal(first, other))
        self.assertFalse(torch.equal(first[0], first[1]))

    def test_a_later_leaf_lies_above_the_earlier(self):
        low, high = torch.tensor([8.0]), torch.tensor([9.0])
        leaves = Leaves(self.generator(3), 1, 2, 32, low, high)
        leaves.kind[:] = 1
        leaves.centre[:] = 16
        y, x = torch.arange(32.0)[:, None], torch.arange(32.0)[None, :]
        index = index_map(leaves, 32, "cpu")
        self.assertTrue((index[leaves.covers(1, y, x)] == 2).all())

    def test_batches_hold_what_the_network_is_asked_for(self):
        schedule = Schedule(Config(CONFIG)["schedule"])
        pool = DevicePool("cpu", 1, 2, 32, 2)
        x, t, target = DeviceBatches(pool, schedule, Config(CONFIG)["noise"], 1, 0).next(16, 4)
        self.assertEqual((x.shape, t.shape), ((4, 3, 16, 16), (4,)))
        signal, noise = schedule.weights(t.numpy().astype(np.float64))
        codes = (signal * x - noise * target + 1) * 127.5
        self.assertLess(float((codes - codes.round()).abs().max()), 1e-2)

    def test_a_piece_ends_in_time_and_the_next_goes_on_from_its_parts(self):
        with tempfile.TemporaryDirectory() as folder:
            config = small_config(Path(folder) / "run")
            config.values["data"].update(cache=str(Path(folder) / "cache"), generator="device", device_scenes=2,
                                         device_size=32, device_chunk=2, validation_scenes=1, size=32)
            config.values["training"].update(part_megabytes=1, stages=[{"from": 0.0, "patch": 16, "batch": 2}])
            train(config, minutes=0.01)
            parts = list((Path(folder) / "run" / "parts").iterdir())
            self.assertTrue(parts and all(part.stat().st_size < 1_200_000 for part in parts))
            step = Run(config).step
            self.assertGreater(step, 0)
            train(config, minutes=0.01)
            self.assertGreater(Run(config).step, step)

    def test_a_missing_part_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "parts"
            checkpoint.save_parts(place, {"a": {"b": torch.ones(5)}, "c": torch.zeros(5), "d": 3}, 20)
            self.assertTrue(torch.equal(checkpoint.load(place)["a"]["b"], torch.ones(5)))
            (place / "part-1.pt").unlink()
            with self.assertRaisesRegex(SystemExit, "all parts"):
                checkpoint.load(place)


if __name__ == "__main__":
    unittest.main()
