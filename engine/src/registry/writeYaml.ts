import { Document, isMap, isSeq, type Scalar, visit } from 'yaml';

const WIDTH = 160;

/**
 * Keys in the order given, what is undefined left out; maps stand in braces where they fit in a line, as people write them.
 * A `Map` has a line for each of its entries.
 */
export function writeYaml(fields: Readonly<Record<string, unknown>>): string {
  const present = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const document = new Document(present);
  for (const { key, value } of isMap(document.contents) ? document.contents.items : []) {
    if (present[String(key)] instanceof Map && isMap(value)) for (const entry of value.items) inline(entry.value, 2);
    else inline(value, String(key).length);
  }
  visit(document, { Scalar: plainly });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function plainly(_: unknown, node: Scalar): void {
  // With all its digits it would seem to have more of them than a number keeps.
  if (Number.isInteger(node.value) && !Number.isSafeInteger(node.value)) node.format = 'EXP';
  // Bare it would be the merge key of YAML 1.1.
  if (node.value === '<<') node.type = 'QUOTE_DOUBLE';
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
