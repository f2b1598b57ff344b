"""The denoiser: a small U-Net of plain 3x3 convolutions that reads the noise level and predicts v.

No attention and no normalisation: nothing depends on the picture's size, so any multiple of 8 runs and
tiles join without seams.
"""

import torch
import torch.nn.functional as F
from torch import nn

from .schedule import log_snr_table


class NoiseLevel(nn.Module):
    """Turns the step t (fractional allowed) into log-SNR and its embedding, all inside the graph."""

    def __init__(self, schedule, width):
        super().__init__()
        table = torch.from_numpy(log_snr_table(schedule)).float()
        self.register_buffer("table", table, persistent=False)
        self.last = float(table.shape[0] - 1)
        self.register_buffer("frequencies", torch.tensor([0.15, 0.3, 0.6, 1.2]), persistent=False)
        self.first = nn.Linear(9, width)
        self.second = nn.Linear(width, width)

    def forward(self, t):
        t = t.clamp(0.0, self.last)
        below = t.floor().clamp(0.0, self.last - 1.0)
        share = t - below
        index = below.to(torch.int64)
        log_snr = self.table[index] * (1.0 - share) + self.table[index + 1] * share
        phase = log_snr[:, None] * self.frequencies[None, :]
        features = torch.cat([log_snr[:, None] * 0.2, torch.sin(phase), torch.cos(phase)], dim=1)
        return log_snr, F.relu(self.second(F.relu(self.first(features))))


class Block(nn.Module):
    """Residual pair of convolutions; the noise level scales and shifts what lies between them."""

    def __init__(self, width, embedding):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.film = nn.Linear(embedding, 2 * width)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        nn.init.kaiming_normal_(self.first.weight, nonlinearity="relu")
        nn.init.kaiming_normal_(self.second.weight, nonlinearity="relu")
        with torch.no_grad():
            self.second.weight.mul_(0.3)
            self.film.weight.mul_(0.3)
        for bias in (self.first.bias, self.second.bias, self.film.bias):
            nn.init.zeros_(bias)

    def forward(self, x, embedding):
        film, width = self.film(embedding), self.first.out_channels
        scale, shift = film[:, :width, None, None] + 1.0, film[:, width:, None, None]
        h = self.first(x)
        if torch.onnx.is_in_onnx_export():
            h = h * scale + shift
        else:
            h = torch.addcmul(shift.to(h.dtype), h, scale.to(h.dtype))
        return x + self.second(F.relu(h))


class Up(nn.Module):
    """Convolution to four times the channels, then depth to space: quicker on CPUs than a transposed one."""

    def __init__(self, inputs, outputs, kernel):
        super().__init__()
        self.conv = nn.Conv2d(inputs, 4 * outputs, kernel, padding=kernel // 2)

    def forward(self, x):
        return F.pixel_shuffle(self.conv(x), 2)


class Stage(nn.Module):
    def __init__(self, count, width, embedding):
        super().__init__()
        self.blocks = nn.ModuleList(Block(width, embedding) for _ in range(count))

    def forward(self, x, embedding):
        for block in self.blocks:
            x = block(x, embedding)
        return x


class Denoiser(nn.Module):
    # Detail is divided by the noise level so that the noise has unit size at every level; the floor keeps
    # nearly clean pictures finite.
    FLOOR = 0.02

    def __init__(self, network, schedule):
        super().__init__()
        w0, w1, w2 = network["widths"]
        enc, dec, emb = network["encoder_blocks"], network["decoder_blocks"], network["embedding"]
        self.level = NoiseLevel(schedule, emb)
        self.stem = nn.Conv2d(6, w0, 4, stride=2, padding=1)
        self.encoder0 = Stage(enc[0], w0, emb)
        self.down0 = nn.Conv2d(w0, w1, 2, stride=2)
        self.encoder1 = Stage(enc[1], w1, emb)
        self.down1 = nn.Conv2d(w1, w2, 2, stride=2)
        self.middle = Stage(network["middle_blocks"], w2, emb)
        self.up1 = Up(w2, w1, 1)
        self.decoder1 = Stage(dec[1], w1, emb)
        self.up0 = Up(w1, w0, 1)
        self.decoder0 = Stage(dec[0], w0, emb)
        self.head = Up(w0, 3, 3)
        with torch.no_grad():
            self.head.conv.weight.mul_(0.1)
            nn.init.zeros_(self.head.conv.bias)

    def forward(self, x, t):
        log_snr, embedding = self.level(t)
        gain = torch.rsqrt(torch.sigmoid(-log_snr) + self.FLOOR**2)[:, None, None, None]
        # Detail and picture are given apart: at low noise the detail is amplified up to fifty times, and the
        # picture's own brightness would drown it in half precision.
        mean = F.avg_pool2d(x, 7, stride=1, padding=3, count_include_pad=False)
        h0 = self.encoder0(self.stem(torch.cat([(x - mean) * gain, x], dim=1)), embedding)
        h1 = self.encoder1(self.down0(h0), embedding)
        h2 = self.middle(self.down1(h1), embedding)
        h1 = self.decoder1(self.up1(h2) + h1, embedding)
        h0 = self.decoder0(self.up0(h1) + h0, embedding)
        return self.head(h0)
