"""Trains `tiny-chat`, a decoder-only transformer that answers a line of text, byte by byte.

    python3 models/tiny-chat/train.py         # about a quarter of an hour on one core

Needs torch and onnx (Debian: python3-torch python3-onnx; made with 1.13 and 1.12). Everything is seeded and
single-threaded. Writes, next to this file:

    tiny-chat.onnx  options (16 bytes) and prompt (up to 128 bytes) -> the answer's bytes
    heldout.json    lines that training never saw, with their answers
    samples.json    inputs to keep with the package
    metrics.json    what was measured, beside the best of a family of n-gram models of the same text

`--export` takes what was trained last (tiny-chat.pt) and does the rest again.
"""

import json
import math
import sys
import time
from collections import Counter, defaultdict
from itertools import islice
from pathlib import Path

import onnx
import torch
from torch import nn
from torch.nn import functional as F

from talk import talk

SEED = 7641
VOCABULARY, DIM, LAYERS, HEADS, WIDE = 128, 128, 4, 4, 384
ROW = 128
# Of each round of training: updates, rows of an update, greatest rate, and what the bytes of a person's line count
# against those of answers.
ROUNDS = [(1_100, 20, 2.5e-3, 1.0), (1_000, 12, 2.5e-3, 0.1), (1_200, 16, 2.5e-3, 0.1)]
# Of the model that is exported: tokens in all, bytes of an answer, bytes of a prompt.
CONTEXT, LENGTH, PROMPT = 160, 64, 128
END = ord("\n")
HELD_OUT = 1_000
BYTES = sum(updates * batch for updates, batch, _, _ in ROUNDS) * ROW
SAMPLES = 24
LONGEST = 9

here = Path(__file__).resolve().parent


class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(DIM))

    def forward(self, x):
        return x * torch.rsqrt((x * x).mean(-1, keepdim=True) + 1e-5) * self.scale


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.before, self.between = Norm(), Norm()
        self.q, self.k, self.v, self.o = (nn.Linear(DIM, DIM, bias=False) for _ in range(4))
        self.up, self.down = nn.Linear(DIM, WIDE), nn.Linear(WIDE, DIM)

    def forward(self, x, attend):
        h = self.before(x)
        x = x + self.o(attend(self.q(h), self.k(h), self.v(h)))
        return x + self.down(torch.relu(self.up(self.between(x))))


class TinyChat(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, DIM)
        nn.init.normal_(self.embedding.weight, std=0.05)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.last = Norm()
        self.out = nn.Linear(DIM, VOCABULARY, bias=False)
        for layer in self.layers:
            for linear in (layer.o, layer.down):
                nn.init.normal_(linear.weight, std=0.02 / math.sqrt(2 * LAYERS))

    def run(self, x, attend):
        for layer in self.layers:
            x = layer(x, attend)
        return self.out(self.last(x))

    def forward(self, tokens):
        cos, sin = (table[: tokens.shape[1]] for table in angles(ROW))
        mask = torch.full((tokens.shape[1],) * 2, -1e9).triu(1)

        def heads(x):
            return x.unflatten(-1, (HEADS, -1)).transpose(1, 2)

        def turned(x):
            a, b = x.chunk(2, -1)
            return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)

        def attend(q, k, v):
            q, k, v = turned(heads(q)), turned(heads(k)), heads(v)
            scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1]) + mask
            return (scores.softmax(-1) @ v).transpose(1, 2).flatten(2)

        return self.run(self.embedding(tokens), attend)


def angles(steps):
    half = DIM // HEADS // 2
    turns = torch.arange(steps)[:, None] * 1000.0 ** (-torch.arange(half) / half)
    return turns.cos(), turns.sin()


def rows(exchanges):
    """Rows of tokens that start at a line of a person and go on with other exchanges until they are full; and whether
    each token is part of an answer."""
    while True:
        text, answers = "", []
        while len(text) <= ROW:
            line, answer = next(exchanges)
            text += f"{line}\n{answer}\n"
            answers += [False] * (len(line) + 1) + [True] * (len(answer) + 1)
        yield list(text[: ROW + 1].encode()), answers[: ROW + 1]


def train(first=0):
    """Trains from round `first` on; the rounds before it are in tiny-chat.pt."""
    torch.manual_seed(SEED)
    model = TinyChat()
    source = rows(talk(SEED, held_out=False))
    decayed = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim == 1]
    groups = [{"params": decayed, "weight_decay": 0.05}, {"params": others, "weight_decay": 0.0}]
    for number, (updates, batch, rate, line_weight) in enumerate(ROUNDS):
        if number < first:
            for _ in range(updates * batch):
                next(source)
            model.load_state_dict(torch.load(here / "tiny-chat.pt"))
            continue
        optimiser = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98))
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=updates, pct_start=0.1)
        started, running = time.time(), 0.0
        for update in range(updates):
            tokens, answers = map(torch.tensor, zip(*islice(source, batch)))
            losses = F.cross_entropy(model(tokens[:, :-1]).flatten(0, 1), tokens[:, 1:].flatten(), reduction="none")
            weights = torch.where(answers[:, 1:].flatten(), 1.0, line_weight)
            loss = (losses * weights).sum() / weights.sum()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            running += loss.item()
            if update % 100 == 99:
                print(f"update {update + 1}, loss {running / 100:.4f}, {time.time() - started:.0f} s", flush=True)
                running = 0.0
        torch.save(model.state_dict(), here / "tiny-chat.pt")
    return model.eval()


class NGrams:
    """Bytes by those before them, Witten-Bell interpolated from the longest context down to the uniform distribution."""

    def __init__(self, text, order):
        self.counts = [defaultdict(Counter) for _ in range(order)]
        for n, counts in enumerate(self.counts):
            for i in range(n, len(text)):
                counts[text[i - n : i]][text[i]] += 1

    def probability(self, before, byte, order):
        p = 1 / VOCABULARY
        for n in range(min(order, len(before) + 1)):
            seen = self.counts[n].get(before[len(before) - n :])
            if not seen:
                break
            total, kinds = sum(seen.values()), len(seen)
            p = (seen[byte] + kinds * p) / (total + kinds)
        return p


def bits(cases, log_probabilities):
    """Bits a byte, over everything and over answers alone."""
    sums = {"all": [0.0, 0], "answers": [0.0, 0]}
    for line, answer in cases:
        text = f"{line}\n{answer}\n".encode()
        for i, value in enumerate(log_probabilities(text)):
            for key in ["all", "answers"] if i > len(line) else ["all"]:
                sums[key][0] -= value / math.log(2)
                sums[key][1] += 1
    return {key: round(total / count, 4) for key, (total, count) in sums.items()}


def baseline(cases, length):
    """The best n-gram model, of every order, of as much text as the network saw."""
    source, parts, size = talk(SEED, held_out=False), [], 0
    while size < length:
        parts.append("{}\n{}\n".format(*next(source)))
        size += len(parts[-1])
    text = "".join(parts).encode()
    model, best = NGrams(text, LONGEST), None
    for order in range(3, LONGEST + 1):
        # The first byte follows the end of another exchange.
        found = bits(
            cases, lambda t: [math.log(model.probability(b"\n" + t[:i], t[i], order)) for i in range(len(t))]
        )
        print(f"{order}-grams: {found}", flush=True)
        if best is None or found["answers"] < best["answers"]:
            best = {"order": order, **found}
    return best


def network_bits(model, cases):
    def log_probabilities(text):
        tokens = torch.tensor([list(text)])
        with torch.no_grad():
            scores = model(tokens[:, :-1]).log_softmax(-1)[0]
        # Nothing precedes the first byte: uniform.
        return [-math.log(VOCABULARY), *scores.gather(1, tokens[0, 1:, None])[:, 0].tolist()]

    return bits(cases, log_probabilities)


def operator(name, shape_of):
    """A function that exports as the operator `name` of the domain openimo; `shape_of` gives the exporter shapes."""

    class Call(torch.autograd.Function):
        @staticmethod
        def forward(ctx, attributes, *inputs):
            return shape_of(attributes, *inputs)

        @staticmethod
        def symbolic(g, attributes, *inputs):
            return g.op(f"openimo::{name}", *inputs, **attributes)

    return lambda *inputs, **attributes: Call.apply(attributes, *inputs)


token = operator("Token", lambda a, prompt: prompt[:1].long())
rope = operator("Rope", lambda a, x, cos, sin: x.clone())
attention = operator("CausalAttention", lambda a, q, k, v: q.clone())
pick = operator("Sample", lambda a, *inputs: torch.zeros(a["length_i"], dtype=torch.uint8))


class Exported(nn.Module):
    """What runs on-chain at each step: options and prompt, both bytes, to the next byte of the answer."""

    def __init__(self, model):
        super().__init__()
        self.model = model
        cos, sin = angles(CONTEXT)
        self.cos, self.sin = nn.Parameter(cos.contiguous()), nn.Parameter(sin.contiguous())
        mixing = torch.Generator().manual_seed(SEED)
        self.register_buffer("mixing", torch.randint(1, 2**31, (12,), generator=mixing).int() | 1)

    def forward(self, options, prompt):
        seed = torch.cumsum(options[:12].int() * self.mixing, 0, dtype=torch.int32)[-1:]
        temperature, top_p = options[12:13].float() / 100, options[14:15].float() / 100
        top_k = options[13:14].int()

        def attend(q, k, v):
            q, k = (rope(x, self.cos, self.sin, heads_i=HEADS) for x in (q, k))
            return attention(q, k, v, heads_i=HEADS)

        x = self.model.embedding(token(prompt, vocabulary_i=VOCABULARY))
        logits = self.model.run(x, attend)
        return pick(logits, seed, temperature, top_k, top_p, length_i=LENGTH, bytes_i=1, end_token_i=END)


def export(model):
    path = here / "tiny-chat.onnx"
    inputs = (torch.zeros(16, dtype=torch.uint8), torch.zeros(PROMPT, dtype=torch.uint8))
    torch.onnx.export(
        Exported(model), inputs, path, opset_version=13, input_names=["options", "prompt"], output_names=["answer"],
        custom_opsets={"openimo": 1},
    )
    written = onnx.load(path)
    written.metadata_props.append(onnx.StringStringEntryProto(key="openimo.steps", value=str(CONTEXT)))
    path.write_bytes(written.SerializeToString(deterministic=True))


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    # What to draw has no one answer.
    cases = dict(islice(talk(SEED + 1, held_out=True), 8 * HELD_OUT)).items()
    cases = [(line, answer) for line, answer in cases if "draw" not in line][:HELD_OUT]
    if "--export" in sys.argv:
        model = TinyChat()
        model.load_state_dict(torch.load(here / "tiny-chat.pt"))
        model.eval()
    else:
        model = train()
    metrics = {
        "parameters": sum(p.numel() for p in model.parameters()),
        "bytesOfTraining": BYTES,
        "heldOutLines": len(cases),
        "bitsPerByte": network_bits(model, cases),
        "nGrams": baseline(cases, BYTES),
    }
    print(json.dumps(metrics, indent=2))
    (here / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    (here / "heldout.json").write_text(json.dumps(cases, indent=0) + "\n")
    # Greedy ones, and some drawn at a temperature of 0.8 from the likeliest 90%.
    options = [bytes(16), bytes([7] * 12 + [80, 0, 90, 0])]
    samples = [
        {"input": "0x" + (options[i % 4 == 3] + f"{line}\n".encode()).hex(), "label": answer}
        for i, (line, answer) in enumerate(cases[:SAMPLES])
    ]
    (here / "samples.json").write_text(json.dumps(samples, indent=1) + "\n")
    export(model)


if __name__ == "__main__":
    main()
