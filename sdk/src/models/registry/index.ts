export { registerModel, type RegisterModelParams } from "./register-model.ts";
export { registerProgram, type RegisterProgramParams } from "./register-program.ts";
