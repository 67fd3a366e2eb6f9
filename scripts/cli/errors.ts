import { OpenImoError } from "../../sdk/src/errors.ts";

/** A command cannot do what it was asked to. */
export class CommandError extends OpenImoError {
  override readonly name = "CommandError";
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
