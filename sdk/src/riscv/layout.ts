/** Bytes of text a program may have; the text tree is over all of them. */
export const TEXT_LIMIT = 2 ** 20;
/** Levels of the text tree. */
export const TEXT_DEPTH = 15;
/** Levels of the tree over the whole data memory. */
export const MEMORY_DEPTH = 27;
/** Levels of the tree over a quarter of the data memory. */
export const QUARTER_DEPTH = 25;
/** Loads and stores below this address fault. */
export const DATA_BASE = 0x00100000;
/** First address of the arena, and where the stack pointer starts. */
export const ARENA_BASE = 0x40000000;
/** First address of the weights. */
export const WEIGHTS_BASE = 0x80000000;
/** Bytes of data memory. */
export const MEMORY_SIZE = 2 ** 32;
/** Length of a packed machine state: memRoot, pc, status, x1 to x31. */
export const STATE_LENGTH = 161;

/** Whether a machine goes on, and if not, why. A machine that is not running steps to itself. */
export const Status = { Running: 0, Exited: 1, Faulted: 2 } as const;
export type Status = (typeof Status)[keyof typeof Status];
