import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { WEBVIEW_BUNDLE } from '../../../webviews/bundle.ts';
import { repository } from '../vscode/repository.ts';

/** Where pages are bundled for tests; dist/ is left alone. */
export const PAGES_FOLDER = join(repository, '.cache/webviews');

/** Stands in for VS Code's frame. */
export const FRAME_SCRIPT = join(PAGES_FOLDER, 'frame.js');

/** Bundles the pages of the product as they are bundled for it, and the gallery of shared parts. */
export async function bundlePages(): Promise<Metafile> {
  const { metafile } = await build({
    ...WEBVIEW_BUNDLE,
    entryPoints: {
      ...WEBVIEW_BUNDLE.entryPoints,
      gallery: 'webviews/gallery/main.tsx',
      frame: 'webviews/gallery/frame.ts',
    },
    absWorkingDir: repository,
    outdir: PAGES_FOLDER,
    metafile: true,
  });
  return metafile;
}
