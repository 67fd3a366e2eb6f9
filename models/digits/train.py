"""Trains `digits`, a small convolutional network, on the 8x8 handwritten digits of scikit-learn.

    python3 models/digits/train.py            # about half a minute on one core

Needs torch, scikit-learn and onnx (Debian: python3-torch python3-sklearn python3-onnx; made with 1.13, 1.2
and 1.12). Everything is seeded and single-threaded. Writes, next to this file:

    digits.onnx    64 pixels (uint8, 0..16) -> the digit (one uint8)
    heldout.json   the pictures that training never saw, with their labels
    train.json     those it saw
    metrics.json   what was measured

`--validate` trains on four fifths of the training pictures and reports the accuracy on the rest: recipes are
chosen with it, so that the held-out pictures are looked at once, at the end.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn

SEED = 7641
HELD_OUT = 360
EPOCHS = 60
BATCH = 32
PEAK_RATE = 4e-3
WEIGHT_DECAY = 5e-3
VERSION = "1.0.0"

here = Path(__file__).resolve().parent


class Digits(nn.Module):
    """uint8 pixels in, one uint8 digit out; `scores` is what is trained. About 26k multiply-adds."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 8, 3, padding=1, bias=False),
            nn.BatchNorm2d(8),
            nn.ReLU(),
            nn.Conv2d(8, 16, 3, stride=2, padding=1, bias=False),
            nn.BatchNorm2d(16),
            nn.ReLU(),
        )
        self.dropout = nn.Dropout(0.2)
        self.classify = nn.Linear(16 * 4 * 4, 10)

    def scores(self, pixels):
        x = self.features(pixels.float() / 16.0)
        return self.classify(self.dropout(torch.flatten(x, 1)))

    def forward(self, pixels):
        return torch.argmax(self.scores(pixels), dim=1).to(torch.uint8)


def augment(pixels, generator):
    """A random small rotation, scaling, shear and shift of every picture, and a little noise."""
    n = pixels.shape[0]
    draw = lambda spread: (torch.rand(n, generator=generator) * 2 - 1) * spread
    angle, scale, shear = draw(0.20), 1 + draw(0.10), draw(0.15)
    dx, dy = draw(0.18), draw(0.12)
    cos, sin = torch.cos(angle) / scale, torch.sin(angle) / scale
    theta = torch.stack(
        [torch.stack([cos, -sin + shear, dx], 1), torch.stack([sin, cos, dy], 1)], 1
    )
    grid = nn.functional.affine_grid(theta, pixels.shape, align_corners=False)
    moved = nn.functional.grid_sample(pixels.float(), grid, padding_mode="zeros", align_corners=False)
    noise = torch.randn(moved.shape, generator=generator) * 0.4
    return (moved + noise * (moved > 0)).clamp(0, 16)


def train(pixels, labels, seed):
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    model = Digits().train()
    optimiser = torch.optim.AdamW(model.parameters(), lr=PEAK_RATE, weight_decay=WEIGHT_DECAY)
    batches = (len(labels) + BATCH - 1) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, PEAK_RATE, total_steps=EPOCHS * batches)
    for _ in range(EPOCHS):
        order = torch.randperm(len(labels), generator=generator)
        for i in range(batches):
            chosen = order[i * BATCH : (i + 1) * BATCH]
            scores = model.scores(augment(pixels[chosen], generator))
            loss = nn.functional.cross_entropy(scores, labels[chosen], label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return model.eval()


def accuracy(model, pixels, labels):
    with torch.no_grad():
        return float((model(pixels) == labels).float().mean())


def write_samples(path, pixels, labels):
    rows = zip(pixels.numpy().reshape(-1, 64), labels.numpy())
    lines = [json.dumps({"input": "0x" + row.tobytes().hex(), "label": str(label)}) for row, label in rows]
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n")


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    images, targets = load_digits(return_X_y=True)
    pixels = torch.tensor(images.astype(np.uint8)).reshape(-1, 1, 8, 8)
    labels = torch.tensor(targets, dtype=torch.int64)
    indices = np.arange(len(targets))
    seen, held = train_test_split(indices, test_size=HELD_OUT, random_state=SEED, stratify=targets)

    if "--validate" in sys.argv[1:]:
        results = []
        for fold in range(5):
            fit, check = train_test_split(seen, test_size=0.2, random_state=fold, stratify=targets[seen])
            model = train(pixels[fit], labels[fit], SEED + fold)
            results.append(accuracy(model, pixels[check], labels[check]))
            print(f"fold {fold}: {results[-1]:.4f}")
        print(f"mean {np.mean(results):.4f}")
        return

    model = train(pixels[seen], labels[seen], SEED)
    torch.onnx.export(
        model,
        pixels[:1],
        here / "digits.onnx",
        opset_version=13,
        input_names=["pixels"],
        output_names=["digit"],
    )
    onnx.checker.check_model(onnx.load(here / "digits.onnx"), full_check=True)
    write_samples(here / "heldout.json", pixels[held], labels[held])
    write_samples(here / "train.json", pixels[seen], labels[seen])
    with torch.no_grad():
        wrong = int((model(pixels[held]) != labels[held]).sum())
    metrics = {
        "version": VERSION,
        "seed": SEED,
        "trainPictures": len(seen),
        "trainAccuracy": round(accuracy(model, pixels[seen], labels[seen]), 4),
        "heldOutPictures": len(held),
        "heldOutWrong": wrong,
        "heldOutAccuracy": round(accuracy(model, pixels[held], labels[held]), 4),
    }
    (here / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    print(json.dumps(metrics, indent=2))


if __name__ == "__main__":
    main()
