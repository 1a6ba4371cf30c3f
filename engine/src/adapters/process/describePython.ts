import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Memo } from '../../ports/memo.ts';
import type { FoundPython, PythonFacts } from '../../ports/python.ts';
import { capture } from './capture.ts';

/** No module of the folder it is started in may take the place of one of Python’s own. */
const PROBE = `
import sys
sys.path[:] = [p for p in sys.path if p not in ("", ".")]
import json, os, platform, re
try:
    from importlib import metadata
except ImportError:
    import importlib_metadata as metadata
packages = {}
for one in metadata.distributions():
    try:
        name, version = one.metadata["Name"], one.version
    except Exception:
        continue
    if name and version:
        packages.setdefault(re.sub(r"[-_.]+", "-", name).lower(), version)
print("\\n" + json.dumps({
    "version": platform.python_version(),
    "implementation": platform.python_implementation(),
    "platform": platform.platform(),
    "packages": dict(sorted(packages.items())),
    "folders": [p for p in sys.path if os.path.isdir(p)],
}))
`;

interface Kept {
  /** Of the interpreter and of each folder that packages lie in: when it changed last, -1 where it was not there. */
  readonly stamps: Readonly<Record<string, number>>;
  readonly facts: PythonFacts;
}

const KIND = 'python';

/** What a Python is and has installed; asked again once its interpreter or a folder of packages changes. */
export async function describePython(python: FoundPython, memo: Memo): Promise<PythonFacts | undefined> {
  const kept = (await memo.get(KIND, python.file)) as Kept | undefined;
  if (kept !== undefined && Object.entries(kept.stamps).every(([path, stamp]) => stampOf(path) === stamp))
    return kept.facts;
  const said = await capture(python.file, ['-c', PROBE], {
    folder: tmpdir(),
    environment: { ...process.env, ...python.environment },
  });
  const found = read(said);
  if (found === undefined) return undefined;
  const { folders, ...facts } = found;
  const stamps = Object.fromEntries([python.file, ...folders].map((path) => [path, stampOf(path)]));
  await memo.set(KIND, python.file, { stamps, facts } satisfies Kept);
  return facts;
}

function read(said: string | undefined): (PythonFacts & { readonly folders: readonly string[] }) | undefined {
  try {
    const found = JSON.parse(said?.split(/\r?\n/).at(-1) ?? '') as PythonFacts & { folders: readonly string[] };
    return typeof found.version === 'string' && Array.isArray(found.folders) ? found : undefined;
  } catch {
    return undefined;
  }
}

function stampOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;
}
