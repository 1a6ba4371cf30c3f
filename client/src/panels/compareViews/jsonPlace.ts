/** Where something stands in a text, from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where the value at a path stands in a text of JSON; what is not there, where the nearest value above it does. */
export function jsonPlace(text: string, path: readonly (string | number)[]): Place {
  const tokens = text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g);
  return placeOf(text, offsetOf(tokens, path) ?? 0);
}

/** Line and column of an offset. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, column: before.at(-1)?.length ?? 0 };
}

/** A map or list that is open while the text is walked through. */
interface Open {
  readonly isList: boolean;
  key: string | number;
  isKeyDue: boolean;
}

function offsetOf(tokens: Iterable<RegExpExecArray>, path: readonly (string | number)[]): number | undefined {
  const open: Open[] = [];
  let [found, depth] = [undefined as number | undefined, -1];
  for (const token of tokens) {
    const [word] = token;
    const inner = open.at(-1);
    if (word === '}' || word === ']') open.pop();
    else if (word === ',' && inner !== undefined) {
      if (inner.isList) inner.key = Number(inner.key) + 1;
      else inner.isKeyDue = true;
    } else if (inner?.isKeyDue && word !== ':') {
      inner.key = String(JSON.parse(word));
      inner.isKeyDue = false;
    } else if (word !== ':' && word !== ',') {
      const isOnPath = open.length <= path.length && open.every(({ key }, at) => key === path[at]);
      if (isOnPath && open.length > depth) [found, depth] = [token.index, open.length];
      if (word === '{') open.push({ isList: false, key: '', isKeyDue: true });
      if (word === '[') open.push({ isList: true, key: 0, isKeyDue: false });
    }
  }
  return found;
}
