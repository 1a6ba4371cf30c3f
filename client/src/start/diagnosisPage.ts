import type { Diagnosis } from '../../../engine/src/operations/doctor.ts';

/** What the command line does not know of the editor. */
export interface Editor {
  readonly version: string;
  readonly remote: string | undefined;
}

/** What the doctor found, as Markdown: the verdict, what is to be mended, then everything. */
export function diagnosisPage({ checks, missing }: Diagnosis, { version, remote }: Editor): string {
  const ill = checks.filter(({ ok }) => !ok);
  const mend = ill.flatMap(({ name, detail, fix }) => [
    `### ${missing.includes(name) ? 'Missing' : 'Absent'}: ${name}`,
    '',
    sentence(detail),
    ...(fix === undefined ? [] : ['', `**Next:** ${escaped(fix)}`]),
    '',
  ]);
  const where = `VS Code ${version}${remote === undefined ? '' : `, remote (${remote})`}`;
  return [
    `# ${verdict(missing, ill.length)}`,
    '',
    ...mend,
    '## Everything that was looked at',
    '',
    '| | | |',
    '|---|---|---|',
    `| ok | editor | ${cell(where)} |`,
    ...checks.map(({ name, ok, detail }) => `| ${ok ? 'ok' : '**no**'} | ${name} | ${cell(detail)} |`),
    '',
  ].join('\n');
}

function verdict(missing: readonly string[], ill: number): string {
  if (missing.length > 0) return `Missing: ${missing.join(', ')}`;
  if (ill > 0) return `All that is needed works; ${ill} ${ill === 1 ? 'thing is' : 'things are'} absent`;
  return 'Everything works here';
}

function sentence(text: string): string {
  const clean = escaped(text);
  return /[.!?]$/.test(clean) ? clean : `${clean}.`;
}

function cell(text: string): string {
  return escaped(text).replaceAll('|', '\\|').replaceAll(/\r?\n/g, ' ');
}

/** Paths and messages of others stay text; what stands in backticks is code already. */
function escaped(text: string): string {
  const parts = text.split(/(`[^`]*`)/);
  return parts.map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[\\*_<>#[\]]/g, '\\$&'))).join('');
}
