import { Document, isMap, isScalar, isSeq, type Pair } from 'yaml';

const WIDTH = 160;

/**
 * Keys in the order given, what is undefined left out; maps stand in braces where they fit in a line, as people write them.
 * A `Map` has a line for each of its entries.
 */
export function writeYaml(fields: Readonly<Record<string, unknown>>): string {
  const present = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const document = new Document(present);
  for (const { key, value } of isMap(document.contents) ? document.contents.items : []) {
    if (present[String(key)] instanceof Map && isMap(value)) for (const entry of value.items) entryLine(entry);
    else inline(value, String(key).length);
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function entryLine({ key, value }: Pair): void {
  // Bare it would be the merge key of YAML 1.1.
  if (isScalar(key) && key.value === '<<') key.type = 'QUOTE_DOUBLE';
  inline(value, 2);
}

function inline(node: unknown, indent: number): void {
  if (!isMap(node) && !isSeq(node)) return;
  if (isSeq(node) || indent + widthOf(node) <= WIDTH) node.flow = true;
  else for (const pair of node.items) inline(pair.value, indent + 2);
}

/** About: in braces most keys and texts need no quotes, and commas and colons are followed by a space. */
function widthOf(node: unknown): number {
  return JSON.stringify(node).replaceAll('"', '').replace(/[,:]/g, '$& ').length;
}
