/** What a patch does to one file. Paths are relative to the repository, with `/`. */
export interface FilePatch {
  /** Undefined: the file comes with the patch. */
  readonly before: string | undefined;
  /** Undefined: the file goes with it. */
  readonly after: string | undefined;
  readonly isBinary: boolean;
  /** Empty where only its name or mode is another. */
  readonly hunks: readonly Hunk[];
  /** As it stands in the patch. */
  readonly text: string;
}

export interface Hunk {
  /** Line of the file before at which it begins, from 0. */
  readonly start: number;
  readonly lines: readonly PatchLine[];
}

export interface PatchLine {
  readonly kind: 'same' | 'added' | 'removed';
  /** With what ends it. */
  readonly text: string;
}

/** The files of a patch as `git diff` writes it with the prefixes `a/` and `b/`. */
export function parsePatch(patch: string): readonly FilePatch[] {
  const lines = patch.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const files: FilePatch[] = [];
  for (let at = 0; at < lines.length; ) {
    if (!lines[at]!.startsWith('diff --git ')) {
      at += 1;
      continue;
    }
    const read = readFile(lines, at);
    files.push(read.file);
    at = read.next;
  }
  return files;
}

interface Reading {
  before: string | undefined;
  after: string | undefined;
  isBinary: boolean;
  readonly hunks: Hunk[];
}

function readFile(lines: readonly string[], first: number): { readonly file: FilePatch; readonly next: number } {
  const name = headName(lines[first]!);
  const file: Reading = { before: name, after: name, isBinary: false, hunks: [] };
  let at = first + 1;
  while (at < lines.length && !lines[at]!.startsWith('diff --git ')) {
    const line = lines[at]!;
    if (line.startsWith('@@ ')) {
      const { hunk, next } = readHunk(lines, at);
      file.hunks.push(hunk);
      at = next;
      continue;
    }
    readHeader(line.replace(/\r?\n$/, ''), file);
    at += 1;
  }
  return { file: { ...file, text: lines.slice(first, at).join('') }, next: at };
}

function readHeader(line: string, file: Reading): void {
  const after = (start: string) => (line.startsWith(start) ? line.slice(start.length) : undefined);
  if (line.startsWith('new file mode ')) file.before = undefined;
  else if (line.startsWith('deleted file mode ')) file.after = undefined;
  else if (line.startsWith('GIT binary patch') || /^Binary files .* differ$/.test(line)) file.isBinary = true;
  const renamed = { from: after('rename from ') ?? after('copy from '), to: after('rename to ') ?? after('copy to ') };
  if (renamed.from !== undefined) file.before = unquoted(renamed.from);
  if (renamed.to !== undefined) file.after = unquoted(renamed.to);
  const [from, to] = [after('--- '), after('+++ ')];
  if (from !== undefined) file.before = sidePath(from);
  if (to !== undefined) file.after = sidePath(to);
}

function readHunk(lines: readonly string[], first: number): { readonly hunk: Hunk; readonly next: number } {
  const [, start = '0', before = '1', after = '1'] =
    /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(lines[first]!) ?? [];
  let [left, right] = [Number(before), Number(after)];
  const read: PatchLine[] = [];
  let at = first + 1;
  for (; at < lines.length && (left > 0 || right > 0); at += 1) {
    const line = lines[at]!;
    const kind = line[0] === '+' ? 'added' : line[0] === '-' ? 'removed' : 'same';
    if (line[0] === '\\') continue;
    if (kind !== 'added') left -= 1;
    if (kind !== 'removed') right -= 1;
    const isOpen = lines[at + 1]?.startsWith('\\') === true;
    read.push({ kind, text: isOpen ? line.slice(1).replace(/\n$/, '') : line.slice(1) });
  }
  if (lines[at]?.startsWith('\\')) at += 1;
  return { hunk: { start: Number(before) === 0 ? Number(start) : Number(start) - 1, lines: read }, next: at };
}

/** `diff --git a/NAME b/NAME`: both are the same wherever no other line of the header says more. */
function headName(line: string): string | undefined {
  const rest = line.replace(/\r?\n$/, '').slice('diff --git '.length);
  if (rest.startsWith('"')) return sidePath(/^"(?:[^"\\]|\\.)*"/.exec(rest)?.[0] ?? '');
  return rest.slice(2, (rest.length - 1) / 2);
}

function sidePath(text: string): string | undefined {
  // After a name with spaces git writes a tab.
  const path = unquoted(text.replace(/\t$/, ''));
  return path === '/dev/null' ? undefined : path.replace(/^[ab]\//, '');
}

/** Of names with other letters than ASCII git writes the bytes. */
function unquoted(text: string): string {
  const [, inner] = /^"(.*)"$/s.exec(text) ?? [];
  if (inner === undefined) return text;
  const bytes: number[] = [];
  for (const [part, octal, escaped] of inner.matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/gs)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else bytes.push(...new TextEncoder().encode(escaped === undefined ? part : (ESCAPES[escaped] ?? escaped)));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v' };
