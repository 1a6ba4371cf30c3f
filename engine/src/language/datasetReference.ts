/** What `airports(iata, country)` names, each with its place in the text. */
export interface DatasetReference {
  readonly dataset: NamedPart;
  readonly columns: readonly NamedPart[];
}

export interface NamedPart {
  readonly name: string;
  /** Offsets in the text, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Reads `dataset(column, ...)`; undefined where a text is none. */
export function parseDatasetReference(text: string): DatasetReference | undefined {
  const match = /^([a-z][a-z0-9_]*)\(([^()]+)\)$/.exec(text);
  if (match === null) return undefined;
  const [, dataset = '', list = ''] = match;
  let start = dataset.length + 1;
  const columns = list.split(',').map((part) => {
    const name = part.trim();
    const at = start + part.length - part.trimStart().length;
    start += part.length + 1;
    return { name, start: at, end: at + name.length };
  });
  return { dataset: { name: dataset, start: 0, end: dataset.length }, columns };
}
