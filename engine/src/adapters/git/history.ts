import type { FileChange, FolderChange, GitHistory, NamedCommit } from '../../ports/gitHistory.ts';
import type { GitAnswer } from './gitAnswer.ts';
import { gitFailed } from './runGit.ts';
import { keyOfSignature } from './sshSignatures.ts';

type Run = (args: readonly string[], input?: string, encoding?: 'latin1') => Promise<GitAnswer | undefined>;

/** The first that is there. */
const DECIDING = [
  ...['HEAD', 'main', 'master'].map((branch) => `refs/remotes/origin/${branch}`),
  ...['main', 'master'].map((branch) => `refs/heads/${branch}`),
];
const NO_BLOB = /^0+$/;

/** @param run git in the repository */
export function gitHistory(run: Run): GitHistory {
  async function ask(args: readonly string[], input?: string, encoding?: 'latin1'): Promise<string | undefined> {
    const answer = await run(args, input, encoding);
    if (!answer || answer.code === 0) return answer?.output;
    if (/not a git repository/.test(answer.errors)) return undefined;
    throw gitFailed(args, answer);
  }

  async function commitOf(ref: string): Promise<string | undefined> {
    if (ref === '' || ref.startsWith('-')) return undefined;
    const answer = await run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
    return answer?.code === 0 ? answer.output.trim() : undefined;
  }

  async function bytes(blobs: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const asked = [...new Set(blobs)];
    if (asked.length === 0) return new Map();
    const output = await ask(['cat-file', '--batch'], asked.map((blob) => `${blob}\n`).join(''), 'latin1');
    return output === undefined ? new Map() : readBatch(Buffer.from(output, 'latin1'));
  }

  return {
    commitOf,

    async defaultBranch(): Promise<NamedCommit | undefined> {
      const format = '--format=%(refname)%00%(objectname)%00%(symref)';
      const listed = (await ask(['for-each-ref', format, ...DECIDING])) ?? '';
      const refs = new Map(listed.split('\n').map((line) => [line.split('\0')[0], line.split('\0')] as const));
      for (const ref of DECIDING) {
        const [, commit, symbolic] = refs.get(ref) ?? [];
        if (commit !== undefined) return { ref: (symbolic || ref).replace(/^refs\/(?:heads|remotes)\//, ''), commit };
      }
      return undefined;
    },

    async mergeBase(a, b) {
      if (a === b) return a;
      const answer = await run(['merge-base', a, b]);
      return answer?.code === 0 ? answer.output.trim() : undefined;
    },

    async isShallow() {
      return (await ask(['rev-parse', '--is-shallow-repository']))?.trim() === 'true';
    },

    async filesAt(commit, folder) {
      const path = folder === '' ? [] : ['--', folder];
      const listed = await ask(['--literal-pathspecs', 'ls-tree', '-r', '-z', '--full-tree', commit, ...path]);
      const files = (listed ?? '').split('\0').flatMap((entry) => {
        const [, blob, name] = /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
        return blob === undefined || name === undefined ? [] : [[name, blob] as const];
      });
      return new Map(files);
    },

    bytes,

    async texts(blobs) {
      const found = [...(await bytes(blobs))];
      return new Map(found.map(([blob, content]) => [blob, new TextDecoder().decode(content)]));
    },

    async changesOf(folder, tip, { after, endings = [] } = {}) {
      const range = after === undefined ? [tip] : [`${after}..${tip}`];
      const format = '--format=%x01%H%x00%P%x00%cI%x00%an%x00%ae%x00%s%x00';
      const shape = ['--first-parent', '--diff-merges=first-parent', '--raw', '--no-abbrev', '--no-renames', '-z'];
      const paths = ['--', folder === '' ? '.' : `:(top,literal)${folder}`];
      // Of a pattern with one star in front git compares the end alone; with `glob` it costs as much as all the rest.
      paths.push(...endings.map((ending) => `:(top)*${ending}`));
      const output = await ask(['log', '--reverse', '--root', format, ...shape, ...range, ...paths]);
      return (output ?? '').split('\u0001').slice(1).map(readChange);
    },

    async signerOf(commit) {
      const answer = await run(['cat-file', 'commit', commit]);
      const [header] = (answer?.code === 0 ? answer.output : '').split('\n\n');
      const [, signature] = /^gpgsig(?:-sha256)? (.*(?:\n .*)*)/m.exec(header ?? '') ?? [];
      return signature === undefined ? undefined : keyOfSignature(signature);
    },
  };
}

/** What `cat-file --batch` prints: for each object a line with its size, then so many bytes. */
function readBatch(bytes: Buffer): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    const [, id, size] = /^([0-9a-f]+) blob (\d+)$/.exec(bytes.toString('utf8', at, end)) ?? [];
    at = end + 1;
    if (id === undefined) continue;
    found.set(id, bytes.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return found;
}

function readChange(text: string): FolderChange {
  const [commit, parents, at, name, email, subject, ...rest] = text.split('\0');
  return {
    commit: commit!,
    parent: parents!.split(' ')[0] || undefined,
    isMerge: parents!.includes(' '),
    at: new Date(at!).toISOString().replace(/\.\d+Z$/, 'Z'),
    author: { name: name!, email: email! },
    subject: subject!,
    files: readFiles(rest),
  };
}

/** `:MODE MODE BLOB BLOB STATUS` and the path, in turn. */
function readFiles(fields: readonly string[]): readonly FileChange[] {
  const files: FileChange[] = [];
  for (const [index, field] of fields.entries()) {
    const [, before, after] = /^\n*:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) \w/.exec(field) ?? [];
    if (before === undefined || after === undefined) continue;
    const blob = (id: string) => (NO_BLOB.test(id) ? undefined : id);
    files.push({ path: fields[index + 1]!, before: blob(before), after: blob(after) });
  }
  return files;
}
