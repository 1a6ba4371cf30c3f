import type { Random } from '../../engine/src/math/random.ts';

/** What comes into a file by accident: marks of YAML and of merges, expressions, odd bytes. */
const SCRAPS = [
  ': ',
  '- ',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  '#',
  '&a ',
  '*a ',
  '!!int ',
  '|\n',
  '>-\n',
  '---\n',
  '...\n',
  '\t',
  '\r\n',
  '<<: *a\n',
  '? ',
  '${{ ',
  ' }}',
  '${{ steps.',
  '<<<<<<< ours\n',
  '=======\n',
  '>>>>>>> theirs\n',
  '\u0000',
  '\uFEFF',
  '\uD800',
  '\u2028',
  '😀',
  'é',
  'null',
  '~',
  '-1e999',
  '0x',
  '@',
  '%',
  '`',
  '__proto__: ',
  'constructor: ',
];

type Mutation = (text: string, random: Random) => string;

const MUTATIONS: readonly Mutation[] = [
  // Half-written: the file ends here, or the line does.
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => {
    const at = random.below(text.length + 1);
    const end = text.indexOf('\n', at);
    return text.slice(0, at) + (end < 0 ? '' : text.slice(end));
  },
  // Cut some characters, or lines.
  (text, random) => {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + text.slice(at + 1 + random.below(12));
  },
  onLines((lines, at, random) => lines.toSpliced(at, 1 + random.below(4))),
  // Duplicate lines, here or elsewhere.
  onLines((lines, at, random) => {
    const some = lines.slice(at, at + 1 + random.below(5));
    return lines.toSpliced(random.below(lines.length + 1), 0, ...some);
  }),
  // Swap two lines.
  onLines((lines, at, random) => {
    const other = random.below(lines.length);
    return lines.with(at, lines[other]!).with(other, lines[at]!);
  }),
  // Another indentation, of one line or of all that follow.
  onLines((lines, at, random) => {
    const end = random.below(2) === 0 ? at + 1 : lines.length;
    const indent = ' '.repeat(random.below(5));
    return lines.map((line, index) =>
      index < at || index >= end ? line : random.below(2) === 0 ? indent + line : line.replace(/^ {0,2}/, ''),
    );
  }),
  insert((random) => SCRAPS[random.below(SCRAPS.length)]!),
  insert((random) => SCRAPS[random.below(SCRAPS.length)]!),
  insert((random) => String.fromCharCode(...Array.from({ length: 1 + random.below(4) }, () => random.below(0x300)))),
];

/** The text after one to three accidents. */
export function mutated(text: string, random: Random): string {
  let changed = text;
  for (let left = 1 + random.below(3); left > 0; left--)
    changed = MUTATIONS[random.below(MUTATIONS.length)]!(changed, random);
  return changed;
}

function onLines(change: (lines: readonly string[], at: number, random: Random) => readonly string[]): Mutation {
  return (text, random) => {
    const lines = text.split('\n');
    return change(lines, random.below(lines.length), random).join('\n');
  };
}

function insert(scrap: (random: Random) => string): Mutation {
  return (text, random) => {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + scrap(random) + text.slice(at);
  };
}
