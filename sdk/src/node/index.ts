export { infer, type Models } from "./models.ts";
export { Operator, type OperatorEvent, type OperatorOptions } from "./operator.ts";
export { type ServiceOptions } from "./service.ts";
export { Watchtower, type WatchtowerEvent, type WatchtowerOptions } from "./watchtower.ts";
