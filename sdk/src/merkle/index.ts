export { rootOfBytes } from "./bytes.ts";
export { loadKeccak, type Keccak } from "./keccak.ts";
export { equalBytes, foldPath, PathError, sparsePath, type SparsePath } from "./path.ts";
export { LeafTree } from "./leaves.ts";
export { SparseTree } from "./tree.ts";
export { hashPair, zeroSubtrees } from "./zero.ts";
