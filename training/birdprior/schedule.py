"""The diffusion schedule every prior of the contract shares: linear betas, pictures in -1..1."""

import numpy as np
import torch


def abar_table(schedule):
    betas = np.linspace(schedule["beta_start"], schedule["beta_end"], schedule["steps"], dtype=np.float64)
    return np.cumprod(1.0 - betas)


def log_snr_table(schedule):
    abar = abar_table(schedule)
    return np.log(abar) - np.log1p(-abar)


class Schedule:
    """Fractional steps are read by interpolating log-SNR, which is what the network does in its graph too."""

    def __init__(self, schedule):
        self.table = log_snr_table(schedule)
        self.steps = np.arange(schedule["steps"], dtype=np.float64)

    def log_snr(self, t):
        return np.interp(t, self.steps, self.table)

    def t_of_sigma(self, sigma):
        """The step whose noise-to-signal ratio is that of noise sigma (of 0..1) on a picture in 0..1."""
        wanted = -2.0 * np.log(2.0 * np.asarray(sigma, dtype=np.float64))
        return np.interp(-wanted, -self.table, self.steps)

    def sample(self, rng, count, noise):
        low, high = np.log(noise["low"] / 255.0), np.log(noise["high"] / 255.0)
        t = self.t_of_sigma(np.exp(rng.uniform(low, high, count)))
        anywhere = rng.random(count) < noise["full_chain"]
        return np.where(anywhere, rng.uniform(0.0, self.steps[-1], count), t)

    def weights(self, t):
        """sqrt(abar) and sqrt(1-abar), shaped to multiply a batch of pictures."""
        log_snr = torch.from_numpy(self.log_snr(t))
        signal = torch.sqrt(torch.sigmoid(log_snr)).float()
        noise = torch.sqrt(torch.sigmoid(-log_snr)).float()
        return signal.view(-1, 1, 1, 1), noise.view(-1, 1, 1, 1)
