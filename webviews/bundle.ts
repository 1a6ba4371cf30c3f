import type { BuildOptions } from 'esbuild';

/** How the pages of panels are bundled: for each one script and one sheet in dist/webviews. */
export const WEBVIEW_BUNDLE = {
  entryPoints: {
    run: 'webviews/run/main.tsx',
    compare: 'webviews/compare/main.tsx',
    promotion: 'webviews/promotion/main.tsx',
    drift: 'webviews/drift/main.tsx',
    // The same report in a file of its own.
    driftReport: 'webviews/drift/report.tsx',
  },
  bundle: true,
  format: 'iife',
  platform: 'browser',
  target: 'es2023',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minify: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;
