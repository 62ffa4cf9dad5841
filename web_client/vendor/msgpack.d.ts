export function encode(value: unknown): Uint8Array<ArrayBuffer>;
export function decode(buffer: ArrayLike<number> | ArrayBufferView): unknown;
