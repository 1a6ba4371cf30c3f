import type { BuildOptions } from 'esbuild';

/** How the extension is bundled: one CommonJS file, for the editor's `require`. */
export const CLIENT_BUNDLE = {
  entryPoints: { extension: 'client/src/extension.ts' },
  bundle: true,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  platform: 'node',
  target: 'node22',
  external: ['vscode'],
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;
