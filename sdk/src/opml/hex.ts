/** Bytes as `0x` and lower-case hexadecimal digits. */
export type Hex = `0x${string}`;

/** 32 bytes as `0x` and 64 lower-case hexadecimal digits. */
export type Hash = Hex;

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** @returns `0x` and two lower-case digits a byte */
export function toHex(bytes: Uint8Array): Hex {
  let text = "";
  for (const byte of bytes) text += digits[byte];
  return `0x${text}`;
}

/**
 * @param hex `0x` and an even number of digits, of either case
 * @throws RangeError when it is anything else
 */
export function fromHex(hex: string): Uint8Array {
  if (!hex.startsWith("0x") || hex.length % 2 !== 0) throw notHex(hex);
  const bytes = new Uint8Array((hex.length - 2) / 2);
  for (let i = 0; i < bytes.length; i++) {
    const high = valueOf(hex.charCodeAt(2 * i + 2));
    const low = valueOf(hex.charCodeAt(2 * i + 3));
    if (high < 0 || low < 0) throw notHex(hex);
    bytes[i] = 16 * high + low;
  }
  return bytes;
}

/** Value of a digit's character code; negative when it is none. */
function valueOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

function notHex(hex: string): RangeError {
  return new RangeError(`not hexadecimal bytes: ${hex.slice(0, 80)}`);
}
