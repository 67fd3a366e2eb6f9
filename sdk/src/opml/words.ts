// Comparisons of memory, a word at a time: arrays here start at, and are, multiples of four bytes.

export function sameWords(a: Uint8Array, b: Uint8Array): boolean {
  const [left, right] = [words(a), words(b)];
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

export function isZero(bytes: Uint8Array): boolean {
  const all = words(bytes);
  for (let i = 0; i < all.length; i++) if (all[i] !== 0) return false;
  return true;
}

function words(bytes: Uint8Array): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}
