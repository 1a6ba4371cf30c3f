import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { WEBVIEW_BUNDLE } from '../../../../webviews/bundle.ts';
import { Failure } from '../../failure.ts';
import type { ReportPage, ReportPages } from '../../ports/reportPages.ts';

/** Pages from beside the bundle that this code is part of; in a checkout they are bundled when they are first asked for. */
export function builtPages(): ReportPages {
  let drift: Promise<ReportPage> | undefined;
  return {
    drift: () => {
      drift ??= import.meta.url.endsWith('.ts') ? bundled() : built();
      return drift;
    },
  };
}

const NAME = 'driftReport';

async function built(): Promise<ReportPage> {
  const file = (ending: string) => readFile(new URL(`./webviews/${NAME}.${ending}`, import.meta.url), 'utf8');
  try {
    const [script, style] = await Promise.all([file('js'), file('css')]);
    return { script: script.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'), style: withoutMap(style) };
  } catch (cause) {
    throw new Failure('page-missing', 'This installation has lost the page of its reports.', {
      next: 'Install Modelyard again.',
      cause,
    });
  }
}

/** The bundler is there in a checkout only, so nothing but its name may stand here. */
async function bundled(): Promise<ReportPage> {
  const bundler = 'esbuild';
  const { build } = (await import(bundler)) as typeof import('esbuild');
  const { outputFiles } = await build({
    ...WEBVIEW_BUNDLE,
    entryPoints: { [NAME]: WEBVIEW_BUNDLE.entryPoints[NAME] },
    absWorkingDir: fileURLToPath(new URL('../../../../', import.meta.url)),
    outdir: 'dist/webviews',
    write: false,
  });
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}

function withoutMap(style: string): string {
  return style.replace(/\n\/\*# sourceMappingURL=.*\*\/\s*$/, '\n');
}
