import { DType as Code, UnaryKind } from "../../generated.ts";
import { type Operation, single } from "../ir.ts";
import type { Operator } from "../operator.ts";
import { type Entry, view } from "../program.ts";
import { count } from "../tensor.ts";

// Operators of the domain "openimo": what a graph that is executed several times needs beyond ONNX.

const stepRow: Operator = {
  name: "StepRow",
  domain: "openimo",
  note: "table [steps, ...] -> its row of this step",
  infer(operation) {
    const { dtype, shape } = operation.input(0);
    if (shape[0] !== operation.steps) throw operation.malformed(`${shape[0]} rows for ${operation.steps} steps`);
    return single(dtype, shape.slice(1));
  },
  lower: (operation, out) =>
    void out.emit("StepRow", [out.make(operation.output())], [out.ref(operation.input(0))], {}),
};

const state: Operator = {
  name: "State",
  domain: "openimo",
  note: "value at step 0 -> value that SetState of the same `name` gave in the step before",
  infer(operation) {
    const { dtype, shape } = operation.input(0);
    operation.text("name");
    return single(dtype, shape);
  },
  lower(operation, out) {
    const name = operation.text("name");
    if (out.states.has(name)) throw operation.malformed(`there are two states "${name}"`, "name");
    const initial = out.ref(operation.input(0));
    const ref = out.persistent(initial.dtype, initial.shape);
    out.states.set(name, { ref, set: false });
    const copy = out.emit("Unary", [ref], [initial], { kind: UnaryKind.COPY, alpha: 0, beta: 0 });
    [copy.stepStart, copy.stepEnd] = [0, 1];
    out.alias(operation.output(), ref);
  },
};

const setState: Operator = {
  name: "SetState",
  domain: "openimo",
  note: "value -> the same; the next step's State of the same `name` finds it",
  infer(operation) {
    const { dtype, shape } = operation.input(0);
    operation.text("name");
    return single(dtype, shape);
  },
  lower(operation, out) {
    const found = out.states.get(operation.text("name"));
    const value = out.ref(operation.input(0));
    if (found === undefined) throw operation.malformed("no state of this name was read before", "name");
    if (found.set) throw operation.malformed("the state is set twice", "name");
    if (found.ref.dtype !== value.dtype || count(found.ref.shape) !== count(value.shape)) {
      throw operation.malformed(`[${value.shape}] is no value of a state of [${found.ref.shape}]`);
    }
    found.set = true;
    out.alias(operation.output(), value);
    if (operation.steps === 1) return;
    const copy: Entry<"Unary"> = {
      operator: "Unary",
      outputs: [view(found.ref, value.shape)],
      inputs: [value],
      attributes: { kind: UnaryKind.COPY, alpha: 0, beta: 0 },
      label: operation.name,
      source: operation.output().name,
      stepStart: 0,
      stepEnd: operation.steps - 1,
    };
    out.atEnd.push(copy);
  },
};

const once: Operator = {
  name: "Once",
  domain: "openimo",
  note: "value -> what it was at step 0, at every step",
  infer(operation) {
    const { dtype, shape } = operation.input(0);
    return single(dtype, shape);
  },
  lower(operation, out) {
    const value = out.ref(operation.input(0));
    const ref = out.persistent(value.dtype, value.shape);
    const copy = out.emit("Unary", [ref], [value], { kind: UnaryKind.COPY, alpha: 0, beta: 0 });
    [copy.stepStart, copy.stepEnd] = [0, 1];
    out.alias(operation.output(), ref);
  },
};

const token: Operator = {
  name: "Token",
  domain: "openimo",
  note: "prompt -> token of this step: the prompt's, and past it the one that Sample chose",
  infer(operation) {
    operation.expect(operation.input(0), "uint8", "int32", "int64");
    if (operation.requiredInt("vocabulary") < 1) throw operation.malformed("must be positive", "vocabulary");
    return single("int64", [1]);
  },
  lower(operation, out) {
    const prompt = out.ref(operation.input(0));
    if (prompt.storage.space !== "input") throw operation.unsupported("the prompt must be an input of the model");
    if (out.prompt !== undefined) throw operation.unsupported("a second prompt");
    out.prompt = prompt;
    out.lastToken = out.persistent(Code.INT32, [1]);
    const vocabulary = operation.requiredInt("vocabulary");
    out.emit("Token", [out.make(operation.output())], [out.lastToken], { vocabulary });
  },
};

const sample: Operator = {
  name: "Sample",
  domain: "openimo",
  note: "logits, then optionally seed, temperature, topK, topP -> up to `length` tokens, the model's output",
  infer(operation) {
    const logits = operation.input(0);
    operation.expect(logits, "float32");
    operation.int("end_token", -1);
    const length = operation.requiredInt("length");
    if (length < 1) throw operation.malformed("must be positive", "length");
    for (const [index, dtype] of [
      [1, "integer"],
      [2, "float32"],
      [3, "integer"],
      [4, "float32"],
    ] as const) {
      const value = operation.optional(index);
      if (value === undefined) continue;
      if (dtype === "float32") operation.expect(value, "float32");
      else operation.expect(value, "int32", "int64");
      if (count(value.shape) !== 1) throw operation.malformed(`input ${index} must have one element`);
    }
    return single(operation.flag("bytes", false) ? "uint8" : "int64", [length]);
  },
  lower(operation, out) {
    const last = out.lastToken;
    if (last === undefined) throw operation.malformed("there is no Token that continues with what is sampled");
    const logits = out.ref(operation.input(0));
    const parameters = [1, 2, 3, 4].map((index) => {
      const value = operation.optional(index);
      return value && out.ref(value);
    });
    if (out.ref(operation.output()).storage.space !== "output") {
      throw operation.unsupported("what is sampled must be the model's only output");
    }
    out.emit("Sample", [last], [logits, ...parameters], {
      vocabulary: count(logits.shape),
      endToken: operation.int("end_token", -1),
    });
  },
};

const rope: Operator = {
  name: "Rope",
  domain: "openimo",
  note: "x [.., heads * dim], cos and sin [steps, dim / 2] -> x turned by this step's angles",
  infer(operation) {
    const [x, cos, sin] = [operation.input(0), operation.input(1), operation.input(2)];
    for (const value of [x, cos, sin]) operation.expect(value, "float32");
    const dim = count(x.shape) / operation.requiredInt("heads");
    operation.flag("interleaved", false);
    if (!Number.isInteger(dim / 2)) throw operation.malformed(`[${x.shape}] is not made of pairs`, "heads");
    for (const table of [cos, sin]) {
      if (count(table.shape) !== (operation.steps * dim) / 2) {
        throw operation.malformed(`[${table.shape}] where ${operation.steps} x ${dim / 2} angles are due`, table.name);
      }
    }
    return single("float32", x.shape);
  },
  lower(operation, out) {
    const heads = operation.requiredInt("heads");
    const inputs = [0, 1, 2].map((index) => out.ref(operation.input(index)));
    out.emit("Rope", [out.make(operation.output())], inputs, {
      heads,
      dim: count(operation.input(0).shape) / heads,
      interleaved: operation.flag("interleaved", false) ? 1 : 0,
    });
  },
};

const attention: Operator = {
  name: "CausalAttention",
  domain: "openimo",
  note: "q [.., heads * dim], k and v [.., kv_heads * dim] of this step -> attention over this and all steps before",
  infer(operation) {
    const [q, k, v] = [operation.input(0), operation.input(1), operation.input(2)];
    for (const value of [q, k, v]) operation.expect(value, "float32");
    const { heads, kvHeads, dim } = headsOf(operation);
    operation.float("scale", 1);
    const fits = Number.isInteger(dim) && heads % kvHeads === 0 && count(k.shape) === kvHeads * dim;
    if (!fits || count(v.shape) !== kvHeads * dim) {
      throw operation.malformed(`[${q.shape}], [${k.shape}], [${v.shape}] with ${heads} heads of ${kvHeads}`, "heads");
    }
    return single("float32", q.shape);
  },
  lower(operation, out) {
    const { heads, kvHeads, dim } = headsOf(operation);
    const cache = [kvHeads, operation.steps, dim];
    const scores = out.temporary(Code.FLOAT32, [heads, operation.steps]);
    const caches = [out.persistent(Code.FLOAT32, cache), out.persistent(Code.FLOAT32, cache)];
    const inputs = [0, 1, 2].map((index) => out.ref(operation.input(index)));
    out.emit("Attention", [out.make(operation.output()), ...caches, scores], inputs, {
      heads,
      kvHeads,
      dim,
      scale: operation.has("scale") ? operation.float("scale", 1) : 1 / Math.sqrt(dim),
    });
  },
};

function headsOf(operation: Operation): { heads: number; kvHeads: number; dim: number } {
  const heads = operation.requiredInt("heads");
  return { heads, kvHeads: operation.int("kv_heads", heads), dim: count(operation.input(0).shape) / heads };
}

const random: Operator = {
  name: "Random",
  domain: "openimo",
  note: "seed -> float32 of the given `shape`, normal or in [0, 1), new at each step",
  infer(operation) {
    operation.expect(operation.input(0), "int32", "int64");
    if (count(operation.input(0).shape) !== 1) throw operation.malformed("the seed must have one element");
    operation.flag("normal", true);
    operation.int("stream", 0);
    return single("float32", operation.ints("shape") ?? []);
  },
  lower(operation, out) {
    out.emit("Random", [out.make(operation.output())], [out.ref(operation.input(0))], {
      normal: operation.flag("normal", true) ? 1 : 0,
      stream: operation.int("stream", 0),
    });
  },
};

const words: Operator = {
  name: "Words",
  domain: "openimo",
  note: "text (bytes) -> `length` numbers: of each word its place in the list `words`, from 1 on, then zeros; a word that is not in the list, or one too many, is a FAULT",
  infer(operation) {
    operation.expect(operation.input(0), "uint8");
    const length = operation.requiredInt("length");
    if (length < 1) throw operation.malformed("must be positive", "length");
    listOf(operation);
    return single("int64", [length]);
  },
  lower(operation, out) {
    const list = listOf(operation);
    const width = Math.max(...list.map((word) => word.length));
    const bytes = new Uint8Array(list.length * width);
    list.forEach((word, i) => bytes.set(word, i * width));
    const table = out.weights(bytes, Code.UINT8, [list.length, width]);
    out.emit("Words", [out.make(operation.output())], [out.ref(operation.input(0)), table], { width });
  },
};

/** The words of a list in one string, in UTF-8, between spaces. */
function listOf(operation: Operation): Uint8Array[] {
  const list = operation.text("words").split(" ");
  const seen = new Set<string>();
  return list.map((word) => {
    if (!/^[a-z0-9\u0080-\uffff]+$/.test(word)) {
      throw operation.malformed(`"${word}" is no word: letters a to z, digits, and what is not ASCII`, "words");
    }
    if (seen.has(word)) throw operation.malformed(`"${word}" is there twice`, "words");
    seen.add(word);
    return new TextEncoder().encode(word);
  });
}

export const recurrent: readonly Operator[] = [
  words,
  once,
  stepRow,
  state,
  setState,
  token,
  sample,
  rope,
  attention,
  random,
];
