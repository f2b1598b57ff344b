"""python3 -m unittest discover tests   (in training/; seconds on a CPU)"""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from birdprior import checkpoint, ffdnet
from birdprior.config import Config
from birdprior.measure import denoise
from birdprior.network import Denoiser
from birdprior.schedule import Schedule, abar_table
from birdprior.scenes import render
from birdprior.train import Run

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


if __name__ == "__main__":
    unittest.main()
