/** What a {@link ModelError} is about, stable for programs to branch on. */
export type ModelErrorCode =
  /** The file is not a readable ONNX model, or contradicts itself. */
  | "MALFORMED"
  /** Valid ONNX that the importer does not translate: an operator, an attribute, an element type, a symbolic shape. */
  | "UNSUPPORTED"
  /** The model does not fit: arena, weights, input or output region, trace length. */
  | "TOO_LARGE"
  /** A package directory is incomplete, or its parts contradict each other. */
  | "BAD_PACKAGE"
  /** Input bytes that the model cannot take. */
  | "BAD_INPUT"
  /** The fast build and the proof build disagree. */
  | "MISMATCH";

/** Where in a model something went wrong. */
export interface ModelErrorPlace {
  /** ONNX operator, such as `Conv`. */
  readonly operator?: string;
  /** The node's name in the file, or of its first output when it has none. */
  readonly node?: string;
  /** Attribute or input of the node. */
  readonly attribute?: string;
  /** What would have been accepted: operator names, attribute values. */
  readonly supported?: readonly string[];
}

/** The one error type of the models room: a sentence for people, a code and a place for programs. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly code: ModelErrorCode;
  readonly place: ModelErrorPlace;
  /** The sentence, without place and suggestions. */
  readonly reason: string;

  constructor(code: ModelErrorCode, reason: string, place: ModelErrorPlace = {}) {
    const parts = [reason];
    const where = [
      place.operator === undefined ? undefined : `operator ${place.operator}`,
      place.node === undefined ? undefined : `node "${place.node}"`,
      place.attribute === undefined ? undefined : `attribute or input "${place.attribute}"`,
    ].filter((part) => part !== undefined);
    if (where.length > 0) parts.push(`at ${where.join(", ")}`);
    if (place.supported !== undefined) parts.push(`supported: ${place.supported.join(", ")}`);
    super(parts.join("; "));
    this.code = code;
    this.place = place;
    this.reason = reason;
  }
}
