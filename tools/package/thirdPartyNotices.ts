import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StagedFile } from './stagePlan.ts';

/** Licences under which others' work may be part of a package; another one needs a person to read it. */
const ALLOWED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'];

/** Packages that come without the text of their licence -> where it lies here. */
const WITHOUT_TEXT: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-http': 'aws-sdk.txt',
  '@aws-sdk/credential-provider-login': 'aws-sdk.txt',
  '@aws-sdk/nested-clients': 'aws-sdk.txt',
  'onnxruntime-node': 'onnxruntime.txt',
  'onnxruntime-common': 'onnxruntime.txt',
  'vega-datasets': 'vega-datasets.txt',
};

/** The sample project's table is cut from a file of this package. */
const SAMPLE = 'vega-datasets';

/**
 * The licences of all that others wrote in a package: what is bundled, as the bundles' source maps name it, and what
 * stands beside them in node_modules. Throws at a licence that is not allowed and at a package without its text.
 */
export function thirdPartyNotices(
  dist: string,
  staged: readonly StagedFile[],
  packageFolder: (name: string) => string | undefined,
): string {
  const names = new Set([...bundledPackages(dist), ...staged.flatMap(({ to }) => packageOf(to) ?? []), SAMPLE]);
  const parts = [...names].sort().map((name) => {
    const folder = packageFolder(name);
    if (folder === undefined) throw new Error(`The package ${name} is part of a bundle, but it is not installed.`);
    return notice(name, folder);
  });
  return `Modelyard contains the following software and data of others.\n\n${parts.join('\n')}`;
}

function notice(name: string, folder: string): string {
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    version: string;
    license?: string;
  };
  if (license === undefined || !ALLOWED.includes(license))
    throw new Error(`${name} ${version} has the licence ${license}, which is not one of ${ALLOWED.join(', ')}.`);
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n${'='.repeat(80)}\n\n${licenceText(name, folder)}\n`;
}

function licenceText(name: string, folder: string): string {
  const own = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const files = own.map((file) => join(folder, file));
  const kept = WITHOUT_TEXT[name];
  if (files.length === 0 && kept !== undefined) files.push(join(import.meta.dirname, 'licences', kept));
  if (files.length === 0) throw new Error(`${name} comes without the text of its licence: add it to licences/.`);
  return files.map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trimEnd()).join('\n\n');
}

/** Names of the packages that bundles are made of. */
function bundledPackages(dist: string): readonly string[] {
  return globSync(['*.js', '*.cjs', 'webviews/*.js'], { cwd: dist }).flatMap((file) => {
    const map = JSON.parse(readFileSync(join(dist, `${file}.map`), 'utf8')) as { sources: readonly string[] };
    return map.sources.flatMap((source) => packageOf(source) ?? []);
  });
}

function packageOf(path: string): string | undefined {
  return /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
}
