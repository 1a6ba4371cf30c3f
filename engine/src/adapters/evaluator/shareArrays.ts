/** A copy of plain data whose typed arrays lie on shared memory, so that threads get them without copies of their own. */
export function shareArrays<T>(data: T): T {
  return share(data) as T;
}

function share(data: unknown): unknown {
  if (data instanceof Uint8Array || data instanceof Uint32Array || data instanceof Float64Array) {
    const shared = new SharedArrayBuffer(data.byteLength);
    const copy =
      data instanceof Uint8Array
        ? new Uint8Array(shared)
        : data instanceof Uint32Array
          ? new Uint32Array(shared)
          : new Float64Array(shared);
    copy.set(data);
    return copy;
  }
  if (Array.isArray(data)) return data.map(share);
  if (typeof data === 'object' && data !== null)
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, share(value)]));
  return data;
}
