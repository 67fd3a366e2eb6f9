"""The network of `glyph`: a prompt's words and noise to a picture, in a few denoising steps.

Noise and pictures are coupled. Sixteen averages of the noise (`latent`) are independent normal numbers, and in training
the noise of a picture is drawn so that they say where its shape lies, how it is lit, and what the prompt leaves open.
So every noise has one picture, the paths from one to the other are straight, and four steps are enough.
"""

import torch
from torch import nn
from torch.nn import functional as F

from pictures import FREE, KINDS

STEPS = 4
LATENT = 16
# One row of the embedding for each attribute, after row 0 for words that say nothing.
ATTRIBUTES = [name for names in KINDS.values() for name in names]
FIRST = [1 + sum(len(names) for names in list(KINDS.values())[:i]) for i in range(len(KINDS))]
EMBED, HIDDEN, NARROW, WIDE = 48, 256, 16, 32


def latent(noise):
    """[n, 12, 16, 16] -> [n, 16]: the first channel's sum over each of 4 x 4 cells, a standard normal number each."""
    return 4 * F.avg_pool2d(noise[:, :1], 4).flatten(1)


def with_latent(noise, wanted):
    """The noise nearest to this one of which `latent` is the wanted one."""
    shift = F.interpolate((wanted - latent(noise)).reshape(-1, 1, 4, 4) / 4, scale_factor=4)
    return torch.cat([noise[:, :1] + shift, noise[:, 1:]], 1)


class Film(nn.Module):
    """A 3 x 3 convolution whose channels the prompt and the step scale and shift, and ReLU."""

    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1)
        self.cond = nn.Linear(HIDDEN, 2 * outputs)
        self.time = nn.Parameter(torch.zeros(STEPS, 2 * outputs))
        nn.init.normal_(self.cond.weight, std=0.02)
        nn.init.zeros_(self.cond.bias)

    def forward(self, x, cond, row):
        scale, shift = (self.cond(cond) + row(self.time)).unsqueeze(-1).unsqueeze(-1).chunk(2, 1)
        return torch.relu(self.conv(x) * (1 + scale) + shift)


class Denoiser(nn.Module):
    """x [n, 12, 16, 16], the picture's 2 x 2 blocks as channels, at a step -> the picture it should become."""

    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(1 + len(ATTRIBUTES), EMBED, padding_idx=0)
        self.think = nn.Sequential(
            nn.Linear(EMBED + LATENT, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, HIDDEN), nn.ReLU(),
            nn.Linear(HIDDEN, HIDDEN), nn.ReLU(),
        )
        self.draft = nn.Linear(HIDDEN, WIDE * 64)
        self.enter = Film(12, NARROW)
        self.down = Film(NARROW, WIDE, stride=2)
        self.first = Film(WIDE, WIDE)
        self.second = Film(WIDE, WIDE)
        self.up = Film(WIDE // 4 + NARROW, NARROW)
        self.leave = nn.Conv2d(NARROW, 12, 3, padding=1)

    def plan(self, words, noise):
        """What the prompt and the noise decide once: a vector, and a draft of the picture, [n, WIDE, 8, 8]."""
        return self.plan_of(self.words(words).sum(1), noise)

    def plan_of(self, embedded, noise):
        cond = self.think(torch.cat([embedded, latent(noise)], 1))
        return cond, self.draft(cond).reshape(-1, WIDE, 8, 8)

    def forward(self, x, plan, row):
        cond, draft = plan
        fine = self.enter(x, cond, row)
        coarse = self.down(fine, cond, row) + draft
        coarse = coarse + self.first(coarse, cond, row)
        coarse = coarse + self.second(coarse, cond, row)
        fine = fine + self.up(torch.cat([F.pixel_shuffle(coarse, 2), fine], 1), cond, row)
        return self.leave(fine)


def sample(model, words, noise):
    """Pictures in -1..1, [n, 3, 32, 32]: from noise at time 0 straight to the predicted picture at time 1."""
    plan, x = model.plan(words, noise), noise
    for step in range(STEPS):
        picture = model(x, plan, lambda table: table[step][None])
        x = x + (picture - x) / (STEPS - step)
    return F.pixel_shuffle(x, 2)
