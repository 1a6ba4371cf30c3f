const FIGURE = /(?<=^|\s)[−-]?\d[\d,]*(?:\.\d+)?%?(?=[\s,.;:]|$)/g;

/** A sentence made from figures, with its figures, or some names, standing out. */
export function Marked({ text, names }: { readonly text: string; readonly names?: readonly string[] }) {
  const pattern = names === undefined ? FIGURE : namesPattern(names);
  if (pattern === undefined) return <>{text}</>;
  const parts: (string | { readonly bold: string })[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    parts.push(text.slice(from, index), { bold: found });
    from = index + found.length;
  }
  parts.push(text.slice(from));
  return <>{parts.map((part, i) => (typeof part === 'string' ? part : <b key={`${i}`}>{part.bold}</b>))}</>;
}

function namesPattern(names: readonly string[]): RegExp | undefined {
  const known = names.filter((name) => name.length > 1).sort((a, b) => b.length - a.length);
  if (known.length === 0) return undefined;
  const escaped = known.slice(0, 200).map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${escaped.join('|')})(?![\\p{L}\\p{N}_])`, 'gu');
}
