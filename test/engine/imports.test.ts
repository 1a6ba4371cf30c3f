import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { test } from 'node:test';

/** folder -> the folders it may import; what those import it may import too. Read it beside ARCHITECTURE.md. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'engine/src/failure.ts': [],
  'engine/src/language': ['engine/src/failure.ts', 'schemas'],
  'engine/src/catalog': ['engine/src/language', 'schemas'],
  'engine/src/project': ['engine/src/catalog'],
  'engine/src/checks': ['engine/src/project'],
  'engine/src/ports': ['engine/src/language', 'engine/src/catalog'],
  'engine/src/math': ['engine/src/language'],
  'engine/src/data': ['engine/src/math', 'engine/src/ports'],
  'engine/src/learning': ['engine/src/math', 'engine/src/ports'],
  'engine/src/tracking': ['engine/src/math', 'engine/src/ports'],
  'engine/src/evaluation': ['engine/src/data', 'engine/src/learning'],
  'engine/src/registry': ['engine/src/evaluation', 'engine/src/project'],
  'engine/src/monitoring': ['engine/src/registry'],
  'engine/src/facts': ['engine/src/project', 'engine/src/ports', 'engine/src/data', 'engine/src/monitoring'],
  'engine/src/steps': ['engine/src/facts', 'engine/src/checks', 'engine/src/tracking'],
  'engine/src/pipeline': ['engine/src/catalog', 'engine/src/ports'],
  'engine/src/adapters': [
    'engine/src/ports',
    'engine/src/learning',
    'engine/src/math',
    'engine/src/tracking',
    'webviews/bundle.ts',
  ],
  // Puts the ports together into one host; the registry in git is made of other ports, and the project names its remote.
  'engine/src/adapters/host.ts': ['engine/src/adapters', 'engine/src/registry', 'engine/src/project'],
  'engine/src/gates': ['engine/src/steps', 'engine/src/monitoring'],
  'engine/src/operations': ['engine/src/gates', 'engine/src/steps', 'engine/src/pipeline'],
  'cli/src': ['engine/src/facts', 'engine/src/checks', 'engine/src/operations', 'package.json'],
  // Gives its process over to a server.
  'cli/src/main.ts': [
    'cli/src',
    'engine/src/adapters',
    'engine/src/adapters/host.ts',
    'server/src/main.ts',
    'service/src/main.ts',
  ],
  'server/src': [
    'server/src/protocol.ts',
    'server/src/views',
    'engine/src/facts',
    'engine/src/checks',
    'engine/src/operations',
    'package.json',
  ],
  // What the client may know of the server.
  'server/src/protocol.ts': [],
  'server/src/views': [],
  'server/src/main.ts': ['server/src', 'engine/src/adapters', 'engine/src/adapters/host.ts'],
  'server/src/data/child.ts': ['server/src', 'engine/src/adapters', 'engine/src/adapters/host.ts'],
  'service/src': [
    'engine/src/facts',
    'engine/src/checks',
    'engine/src/operations',
    'engine/src/tracking',
    'engine/src/registry',
    'package.json',
  ],
  'service/src/main.ts': ['service/src', 'engine/src/adapters', 'engine/src/adapters/host.ts'],
  'client/src': [
    'engine/src/catalog',
    'server/src/protocol.ts',
    'webviews/shared/protocol.ts',
    'webviews/run/protocol.ts',
    'webviews/compare/protocol.ts',
    'webviews/promotion/protocol.ts',
    'webviews/drift/protocol.ts',
    'client/media',
  ],
  'client/media': [],
  'webviews/shared': ['engine/src/language'],
  'webviews/run': ['webviews/shared', 'webviews/shared/protocol.ts', 'webviews/run/protocol.ts'],
  // Reads filters as stores do.
  'webviews/compare': [
    'webviews/shared',
    'webviews/shared/protocol.ts',
    'webviews/compare/protocol.ts',
    'engine/src/tracking',
  ],
  'webviews/promotion': ['webviews/shared', 'webviews/shared/protocol.ts', 'webviews/promotion/protocol.ts'],
  'webviews/drift': ['webviews/shared', 'webviews/shared/protocol.ts', 'webviews/drift/protocol.ts'],
  // Shows each part in each state, for pictures.
  'webviews/gallery': ['webviews/shared'],
  // What the client may know of a page.
  'webviews/shared/protocol.ts': [],
  'webviews/run/protocol.ts': [],
  'webviews/compare/protocol.ts': [],
  'webviews/promotion/protocol.ts': [],
  'webviews/drift/protocol.ts': [],
  // How pages are bundled: a checkout bundles that of its reports itself.
  'webviews/bundle.ts': [],
  tools: ['cli/src/main.ts'],
  // Looks at a real VS Code as the tests do.
  'tools/screenshots.ts': ['test/kit/vscode'],
  'test/kit/vscode': [],
  schemas: [],
  'package.json': [],
};

/** Of the whole house these may know the types, which are gone when they run. */
const KNOWS_TYPES = ['client/src', 'webviews', 'server/src/protocol.ts', 'server/src/views'];

/** Rooms without effects: of Node only these. */
const PURE_BUILT_INS = ['node:crypto', 'node:path'];
const EFFECTS = ['engine/src/adapters', 'cli/src', 'server/src', 'service/src', 'tools'];

test('imports point the way the architecture says', () => {
  const wrong = allImports().flatMap(({ file, target }) => {
    const home = roomOf(file);
    const room = roomOf(target);
    assert.ok(home, `${file} lies in no room of the table`);
    if (room !== undefined && (room === home || reachable(home).has(room))) return [];
    return [`${file} imports ${target}`];
  });
  assert.deepEqual(wrong, []);
});

test('rooms without effects load no package and no built-in that has one', () => {
  const wrong = allPackages().filter(
    ({ file, name }) =>
      !EFFECTS.some((folder) => file.startsWith(folder)) &&
      !PURE_BUILT_INS.includes(name) &&
      !(PACKAGES[roomOf(file) ?? ''] ?? []).includes(name),
  );
  assert.deepEqual(wrong, []);
});

/** Pure JavaScript that a room may use. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'engine/src/language': ['yaml'],
  'engine/src/registry': ['yaml'],
  // The child process is the command line.
  'client/src': ['vscode', 'vscode-languageclient/node', 'node:child_process', 'node:readline'],
  'webviews/shared': ['preact', 'preact/hooks', '@preact/signals', 'uplot'],
  'webviews/run': ['preact', 'preact/hooks', '@preact/signals'],
  'webviews/compare': ['preact', 'preact/hooks', '@preact/signals'],
  'webviews/promotion': ['preact', 'preact/hooks', '@preact/signals'],
  'webviews/drift': ['preact', 'preact/hooks', '@preact/signals'],
  'webviews/gallery': ['preact', 'preact/hooks', '@preact/signals'],
};

interface Import {
  readonly file: string;
  readonly target: string;
}

function allImports(): readonly Import[] {
  return sources().flatMap((file) =>
    specifiers(file)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => ({ file, target: posix.join(posix.dirname(file), specifier) })),
  );
}

function allPackages(): readonly { readonly file: string; readonly name: string }[] {
  return sources().flatMap((file) =>
    specifiers(file)
      .filter((specifier) => !specifier.startsWith('.'))
      .map((name) => ({ file, name })),
  );
}

const root = new URL('../../', import.meta.url);

function sources(): readonly string[] {
  return globSync(
    [
      'engine/src/**/*.ts',
      'cli/src/**/*.ts',
      'server/src/**/*.ts',
      'service/src/**/*.ts',
      'client/src/**/*.ts',
      'webviews/*/**/*.{ts,tsx}',
      'tools/**/*.ts',
    ],
    { cwd: root },
  )
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.endsWith('.as.ts'));
}

/** Static, dynamic and re-exporting imports, and files that are started by URL. */
function specifiers(file: string): readonly string[] {
  const commented = readFileSync(new URL(file, root), 'utf8').replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  const knowsTypes = KNOWS_TYPES.some((room) => file === room || file.startsWith(`${room}/`));
  const text = knowsTypes
    ? commented.replace(/^\s*(?:import|export) type\s[^;'"`]*?from\s*['"][^'"]+['"]/gm, '')
    : commented;
  const patterns = [
    /^\s*(?:import|export)\s[^;'"`]*?from\s*['"]([^'"]+)['"]/gm,
    /^\s*import\s*['"]([^'"]+)['"]/gm,
    /\bimport\(\s*['"]([^'"]+)['"]/g,
    /\bnew URL\(\s*['"](\.[^'"]*\.ts)['"]/g,
    /\brequire\(\s*['"]([^'"]+)['"]/g,
  ];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]!));
}

/** The longest entry of the table that holds this path. */
function roomOf(path: string): string | undefined {
  return Object.keys(MAY_IMPORT)
    .filter((room) => path === room || path.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function reachable(room: string): ReadonlySet<string> {
  const seen = new Set<string>(['engine/src/failure.ts']);
  const queue = [...(MAY_IMPORT[room] ?? [])];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...(MAY_IMPORT[next] ?? []));
  }
  return seen;
}
