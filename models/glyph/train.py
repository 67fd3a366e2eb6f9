"""Trains `glyph`, which draws a 32 x 32 picture of a prompt, and the judge that its pictures are measured by.

    python3 models/glyph/train.py             # about a quarter of an hour on one core

Needs torch and onnx (Debian: python3-torch python3-onnx; made with 1.13 and 1.12). Everything is seeded and
single-threaded. Writes, next to this file:

    glyph.onnx      seed (16 bytes) and prompt (up to 64 bytes) -> RGB, 32 rows of 32 pixels of 3 bytes
    judge.onnx      a picture -> size, colour, shape, background: trained on the pictures, never on glyph's
    heldout.json    the combinations that glyph's training never saw, as prompts
    samples.json    inputs to keep with the package: held-out prompts and other ways to say one
    metrics.json    what was measured

`--export` takes the glyph that was trained last (glyph.pt) and does the rest again.
"""

import json
import sys
import time
from pathlib import Path

import onnx
import torch
from torch import nn
from torch.nn import functional as F

from network import ATTRIBUTES, FIRST, LATENT, STEPS, Denoiser, sample, with_latent
from pictures import COMBINATIONS, FREE, KINDS, held_out, prompt_of, render

SEED = 7641
PICTURES = 60_000
BATCH = 64
UPDATES = 9_000
PEAK_RATE = 4e-3
LEFT_OUT = 0.06
JUDGE_UPDATES = 4_000
SAMPLES = 32
PROMPT_BYTES = 64
WORDS = 12

here = Path(__file__).resolve().parent
offsets = torch.tensor(FIRST)
counts = torch.tensor([len(names) for names in KINDS.values()])

# Words that stand for an attribute by another name, and those that say nothing.
SYNONYMS = {
    "little": "small", "tiny": "small", "big": "large", "huge": "large", "mid": "medium",
    "crimson": "red", "violet": "purple", "rose": "pink", "gold": "yellow", "azure": "blue",
    "disc": "circle", "dot": "circle", "hoop": "ring", "box": "square", "plus": "cross", "crescent": "moon",
    "night": "navy", "woods": "forest", "wine": "maroon", "grey": "slate", "gray": "slate", "desert": "sand",
}
SILENT = ["a", "an", "the", "on", "in", "of", "at", "with", "and", "background"]
OTHERS = ["", "heart", "a white star", "yellow moon at night", "A big purple ring, on sand.", "crimson", "tiny dot", "navy"]
VOCABULARY = [*ATTRIBUTES, *SYNONYMS, *SILENT]


def normal(uniform):
    return torch.erfinv((2 * uniform - 1).clamp(-0.9999, 0.9999)) * 2**0.5


def draw(attributes, free, generator):
    """The words of prompts, some left out, and noise that is coupled to the pictures they stand for."""
    n = len(attributes)
    left_out = torch.rand(n, 4, generator=generator) < LEFT_OUT
    choice = normal((attributes + torch.rand(n, 4, generator=generator)) / counts)
    wanted = torch.randn(n, LATENT, generator=generator)
    wanted[:, :FREE] = free
    wanted[:, FREE : FREE + 4] = torch.where(left_out, choice, wanted[:, FREE : FREE + 4])
    words = torch.where(left_out, torch.zeros_like(attributes), attributes + offsets)
    return words, with_latent(torch.randn(n, 12, 16, 16, generator=generator), wanted)


def train(attributes, free, pictures):
    torch.manual_seed(SEED)
    generator = torch.Generator().manual_seed(SEED)
    model = Denoiser()
    optimiser = torch.optim.AdamW(model.parameters(), lr=PEAK_RATE, weight_decay=1e-4, betas=(0.9, 0.99))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, PEAK_RATE, total_steps=UPDATES, pct_start=0.05)
    started, running = time.time(), 0.0
    for update in range(UPDATES):
        i = torch.randint(len(attributes), (BATCH,), generator=generator)
        step = torch.randint(STEPS, (BATCH,), generator=generator)
        words, noise = draw(attributes[i], free[i], generator)
        picture = F.pixel_unshuffle(pictures[i].float() / 127.5 - 1, 2)
        x = noise + (picture - noise) * (step / STEPS)[:, None, None, None]
        loss = F.mse_loss(model(x, model.plan(words, noise), lambda table: table[step]), picture)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        running += loss.item()
        if update % 500 == 499:
            print(f"update {update + 1}, loss {running / 500:.4f}, {time.time() - started:.0f} s", flush=True)
            running = 0.0
    return model.eval()


class Judge(nn.Module):
    """A picture, uint8 [32, 32, 3] -> the likeliest size, colour, shape and background, uint8 [4]."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, 16, 3, stride=2, padding=1), nn.ReLU(),
            nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(),
            nn.Conv2d(32, 32, 3, stride=2, padding=1), nn.ReLU(),
            nn.Conv2d(32, 48, 3, stride=2, padding=1), nn.ReLU(),
            nn.Flatten(), nn.Linear(48 * 16, 64), nn.ReLU(), nn.Linear(64, int(counts.sum())),
        )

    def scores(self, pictures):
        return self.layers(pictures.float() / 127.5 - 1).split(counts.tolist(), 1)

    def answers(self, pictures):
        return torch.stack([scores.argmax(1) for scores in self.scores(pictures)], 1)

    def forward(self, picture):
        return self.answers(picture.permute(2, 0, 1)[None])[0].to(torch.uint8)


def train_judge(attributes, pictures):
    torch.manual_seed(SEED + 1)
    generator = torch.Generator().manual_seed(SEED + 1)
    judge = Judge()
    optimiser = torch.optim.AdamW(judge.parameters(), lr=2e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=JUDGE_UPDATES)
    for _ in range(JUDGE_UPDATES):
        i = torch.randint(len(attributes), (128,), generator=generator)
        seen = pictures[i].float() + torch.randn(128, 3, 32, 32, generator=generator) * 6
        loss = sum(F.cross_entropy(scores, attributes[i, kind]) for kind, scores in enumerate(judge.scores(seen)))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
    return judge.eval()


def recovered(answers, wanted):
    """Shares of right answers: of each attribute, and of all four at once."""
    right = answers == wanted
    shares = {kind: right[:, i].float().mean().item() for i, kind in enumerate(KINDS)}
    return {key: round(value, 4) for key, value in {**shares, "all": right.all(1).float().mean().item()}.items()}


# What ONNX lacks, as docs/models.md describes it; `forward` only gives the exporter shapes to follow.


def operator(name, shape_of):
    """A function that exports as the operator `name` of the domain openimo."""

    class Call(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x, attributes):
            return shape_of(x, attributes)

        @staticmethod
        def symbolic(g, x, attributes):
            return g.op(f"openimo::{name}", x, **attributes)

    return lambda x, **attributes: Call.apply(x, attributes)


words_of = operator("Words", lambda text, a: torch.zeros(a["length_i"], dtype=torch.int64))
random = operator("Random", lambda seed, a: torch.zeros(a["shape_i"]))
once = operator("Once", lambda x, a: x.clone())
state = operator("State", lambda x, a: x.clone())
set_state = operator("SetState", lambda x, a: x.clone())
step_row = operator("StepRow", lambda table, a: table[0].clone())


class Exported(nn.Module):
    """What runs on-chain: seed and prompt, both bytes, to the bytes of a picture."""

    def __init__(self, model):
        super().__init__()
        self.model = model
        attribute = {name: i + 1 for i, name in enumerate(ATTRIBUTES)}
        meaning = [0] + [attribute.get(SYNONYMS.get(word, word), 0) for word in VOCABULARY]
        self.embedding = nn.Parameter(model.words.weight.detach()[meaning])
        self.share = nn.Parameter(1 / (STEPS - torch.arange(STEPS, dtype=torch.float32))[:, None])
        mixing = torch.Generator().manual_seed(SEED)
        self.register_buffer("mixing", torch.randint(1, 2**31, (16,), generator=mixing).int() | 1)

    def forward(self, seed, prompt):
        model = self.model
        words = self.embedding[words_of(prompt, words_s=" ".join(VOCABULARY), length_i=WORDS)].sum(0, keepdim=True)
        number = torch.cumsum(seed.int() * self.mixing, 0, dtype=torch.int32)[-1:]
        noise = random(number, shape_i=[1, 12, 16, 16], normal_i=1)
        cond, draft = model.plan_of(words, noise)
        x = state(noise, name_s="x")
        cond, draft = once(cond), once(draft)
        picture = model(x, (cond, draft), lambda table: step_row(table)[None])
        x = x + (picture - x) * step_row(self.share)
        x = set_state(x, name_s="x")
        rows = F.pixel_shuffle(x, 2)[0].permute(1, 2, 0)
        return (rows * 127.5 + 127.5).round().clamp(0, 255).to(torch.uint8)


def export(module, inputs, names, output, path, steps=1, shortest=None):
    torch.onnx.export(
        module, inputs, path, opset_version=13, input_names=names, output_names=[output],
        custom_opsets={"openimo": 1}, do_constant_folding=True,
    )
    written = onnx.load(path)
    properties = {"openimo.steps": steps, "openimo.shortest": shortest}
    for key, value in properties.items():
        if value is not None:
            written.metadata_props.append(onnx.StringStringEntryProto(key=key, value=str(value)))
    path.write_bytes(written.SerializeToString(deterministic=True))


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    generator = torch.Generator().manual_seed(SEED)
    unseen = held_out(SEED)
    seen = torch.tensor([c for c in COMBINATIONS if c not in set(unseen)])

    def dataset(combinations, n):
        attributes = combinations[torch.arange(n) % len(combinations)]
        free = torch.rand(n, FREE, generator=generator)
        return attributes, normal(free), (render(attributes, free) * 255).round().to(torch.uint8)

    everything = torch.tensor(COMBINATIONS)
    judge = train_judge(*dataset(everything, 25 * len(everything))[::2])
    test = dataset(everything, 4 * len(everything))
    with torch.no_grad():
        judged = recovered(judge.answers(test[2]), test[0])
    print("judge, on pictures it never saw:", judged, flush=True)

    data = dataset(seen, PICTURES)
    if "--export" in sys.argv:
        model = Denoiser()
        model.load_state_dict(torch.load(here / "glyph.pt"))
        model.eval()
    else:
        model = train(*data)
        torch.save(model.state_dict(), here / "glyph.pt")

    def measured(combinations, times):
        wanted = torch.tensor(combinations).repeat(times, 1)
        noise = torch.randn(len(wanted), 12, 16, 16, generator=generator)
        with torch.no_grad():
            pictures = ((sample(model, wanted + offsets, noise) + 1) * 127.5).round().clamp(0, 255)
            return recovered(judge.answers(pictures), wanted)

    metrics = {
        "parameters": sum(p.numel() for p in model.parameters()),
        "steps": STEPS,
        "judge": judged,
        "heldOutCombinations": len(unseen),
        "heldOut": measured(unseen, 4),
        "seen": measured(seen.tolist(), 1),
    }
    print(json.dumps(metrics, indent=2))
    (here / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    prompts = [prompt_of(c) for c in unseen]
    (here / "heldout.json").write_text(json.dumps(prompts, indent=0) + "\n")
    chosen = torch.randperm(len(prompts), generator=generator)[: SAMPLES - len(OTHERS)]
    texts = [prompts[i] for i in chosen] + OTHERS
    seeds = torch.randint(256, (len(texts), 16), generator=generator).tolist()
    samples = [{"input": "0x" + (bytes(s) + t.encode()).hex(), "label": t} for s, t in zip(seeds, texts)]
    (here / "samples.json").write_text(json.dumps(samples, indent=1) + "\n")

    export(
        Exported(model), (torch.zeros(16, dtype=torch.uint8), torch.zeros(PROMPT_BYTES, dtype=torch.uint8)),
        ["seed", "prompt"], "picture", here / "glyph.onnx", steps=STEPS, shortest=0,
    )
    export(judge, torch.zeros(32, 32, 3, dtype=torch.uint8), ["picture"], "attributes", here / "judge.onnx")


if __name__ == "__main__":
    main()
