import { Document, isMap, isSeq } from 'yaml';

const WIDTH = 160;

/** Keys in the order given, what is undefined left out; maps stand in braces where they fit in a line, as people write them. */
export function writeYaml(fields: Readonly<Record<string, unknown>>): string {
  const present = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const document = new Document(present);
  if (isMap(document.contents)) for (const pair of document.contents.items) inline(pair.value, String(pair.key).length);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
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
