"""The pictures `glyph` learns from: a shape of a colour and a size on a background, 32 x 32 RGB.

A picture varies in place, turn, exact size, exact colours and light. Shapes are signed distance fields that are sampled
once and then moved, so thousands of pictures take a second.
"""

import itertools

import numpy as np
import torch
from torch.nn import functional as F

SIDE = 32
SIZES = ["small", "medium", "large"]
COLOURS = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "white"]
SHAPES = ["circle", "ring", "square", "triangle", "star", "cross", "heart", "moon"]
BACKGROUNDS = ["black", "navy", "forest", "maroon", "slate", "sand"]
KINDS = {"size": SIZES, "colour": COLOURS, "shape": SHAPES, "background": BACKGROUNDS}

RADIUS = torch.tensor([[5.8, 6.6], [8.0, 9.2], [11.2, 12.4]])
INK = torch.tensor(
    [
        [226, 44, 48],
        [250, 138, 28],
        [252, 216, 48],
        [52, 198, 84],
        [44, 116, 244],
        [150, 66, 214],
        [252, 128, 190],
        [246, 246, 246],
    ]
)
PAPER = torch.tensor([[16, 16, 18], [16, 24, 78], [16, 70, 38], [84, 14, 28], [86, 100, 118], [206, 182, 142]])
# How far a shape may turn without becoming another, in radians.
TURN = torch.tensor([0.0, 0.0, 0.2, 0.25, 0.25, 0.3, 0.2, 0.3])

COMBINATIONS = list(itertools.product(range(3), range(8), range(8), range(6)))


def held_out(seed, share=0.2):
    """Combinations (size, colour, shape, background) that training never sees, one in five."""
    order = np.random.default_rng(seed).permutation(len(COMBINATIONS))
    return sorted(COMBINATIONS[i] for i in order[: round(share * len(COMBINATIONS))])


def prompt_of(combination):
    size, colour, shape, background = combination
    return f"{SIZES[size]} {COLOURS[colour]} {SHAPES[shape]} on {BACKGROUNDS[background]}"


def _polygon(points, grid):
    """Signed distance of every point of the grid to a closed polygon; negative inside."""
    a, b = points, np.roll(points, -1, axis=0)
    p, e = grid[:, None] - a[None], (b - a)[None]
    t = np.clip((p * e).sum(-1) / (e * e).sum(-1), 0, 1)
    distance = np.sqrt((((p - t[..., None] * e) ** 2).sum(-1)).min(1))
    y, ya, yb = grid[:, None, 1], a[None, :, 1], b[None, :, 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        x = a[None, :, 0] + (y - ya) / (yb - ya) * (b - a)[None, :, 0]
    crossings = (((ya > y) != (yb > y)) & (grid[:, None, 0] < x)).sum(1)
    return np.where(crossings % 2 == 1, -distance, distance)


def _fields(cells=96, extent=2.0):
    axis = (np.arange(cells) + 0.5) / cells * 2 * extent - extent
    grid = np.stack(np.meshgrid(axis, axis, indexing="xy"), -1).reshape(-1, 2)
    around = lambda n: np.arange(n) / n * 2 * np.pi
    disc = np.linalg.norm(grid, axis=1) - 1
    star = np.stack([np.sin(around(10)), -np.cos(around(10))], 1) * np.where(np.arange(10) % 2, 0.46, 1.12)[:, None]
    arm, w = 1.0, 0.34
    cross = [(-w, -arm), (w, -arm), (w, -w), (arm, -w), (arm, w), (w, w), (w, arm), (-w, arm), (-w, w), (-arm, w), (-arm, -w), (-w, -w)]
    s = around(80)
    heart = np.stack([16 * np.sin(s) ** 3, -(13 * np.cos(s) - 5 * np.cos(2 * s) - 2 * np.cos(3 * s) - np.cos(4 * s)) - 2.0], 1) / 16
    bite = np.linalg.norm(grid - np.array([0.55, -0.12]), axis=1) - 0.82
    fields = [
        disc,
        np.abs(np.linalg.norm(grid, axis=1) - 0.76) - 0.24,
        _polygon(np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * 0.86, grid),
        _polygon(np.array([(0, -1.05), (1.02, 0.78), (-1.02, 0.78)]), grid),
        _polygon(star, grid),
        _polygon(np.array(cross), grid),
        _polygon(heart, grid),
        np.maximum(disc, -bite),
    ]
    return torch.tensor(np.stack(fields).reshape(len(SHAPES), 1, cells, cells), dtype=torch.float32), extent


# What of a picture its attributes leave open, each as a number in [0, 1): its place (2), exact size, turn, the slope of
# the light, the lightness and the warmth of the background and of the shape.
FREE = 9


def render(attributes, free):
    """Pictures, float32 [n, 3, 32, 32] in 0..1, of attributes int64 [n, 4] (size, colour, shape, background)."""
    fields, extent = _fields()
    parts = zip(attributes.split(1024), free.split(1024))
    return torch.cat([_render(attribute, part, fields, extent) for attribute, part in parts])


def _render(attributes, free, fields, extent):
    size, colour, shape, background = attributes.T
    n = len(attributes)
    x, y, exact, turn, slope, paper_light, paper_warmth, ink_light, ink_warmth = (2 * free - 1).T
    low, high = RADIUS[size].T
    radius = (low + high) / 2 + (high - low) / 2 * exact
    reach = (SIDE / 2 - 0.9 * radius - 1).clamp(0.5, 3.5)
    angle = turn * TURN[shape]
    cos, sin = torch.cos(angle)[:, None, None], torch.sin(angle)[:, None, None]
    axis = torch.arange(SIDE) + 0.5 - SIDE / 2

    def distance(right, down):
        """In pixels, of every pixel to the shape moved by so much."""
        px = axis[None, None, :] - (x * reach)[:, None, None] - right
        py = axis[None, :, None] - (y * reach)[:, None, None] - down
        at = torch.stack([px * cos + py * sin, py * cos - px * sin], -1) / (radius[:, None, None, None] * extent)
        field = F.grid_sample(fields[shape], at, padding_mode="border", align_corners=False)
        return field[:, 0] * radius[:, None, None]

    def tinted(colours, light, warmth):
        tint = torch.tensor([0.02, 0.0, -0.02]) * warmth[:, None]
        return (colours / 255 * (1 + 0.07 * light[:, None]) + tint)[:, :, None, None]

    light = axis[None, None, :, None] / SIDE  # -0.5 at the top
    paper = tinted(PAPER[background], paper_light, paper_warmth)
    paper = paper * (1 - (0.25 + 0.1 * slope)[:, None, None, None] * light)
    shadow = (0.5 - distance(1.1, 1.4) / 2.4).clamp(0, 1) * 0.45
    paper = (paper * (1 - shadow[:, None])).expand(n, 3, SIDE, SIDE)
    inside = distance(0.0, 0.0)
    ink = tinted(INK[colour], ink_light, ink_warmth)
    ink = ink * (1 - 0.22 * light - 0.10 * (1 + inside[:, None] / 3).clamp(0, 1))
    alpha = (0.5 - inside).clamp(0, 1)[:, None]
    return (paper * (1 - alpha) + ink * alpha).clamp(0, 1)
