import type { ServiceFile } from './serviceFile.ts';

export const SHELLS = ['posix', 'powershell', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** Lines that tell MLflow's clients of a shell where the service is. */
export function shellLines({ url, token }: Pick<ServiceFile, 'url' | 'token'>, shell: Shell): string {
  const variables = { MLFLOW_TRACKING_URI: url, MLFLOW_TRACKING_TOKEN: token };
  return Object.entries(variables)
    .map(([name, value]) => `${line(shell, name, value)}\n`)
    .join('');
}

/** The shell of who calls, as far as the environment tells. */
export function shellOf(variables: Readonly<Record<string, string | undefined>>, platform: string): Shell {
  if (/(^|\/)fish$/.test(variables['SHELL'] ?? '')) return 'fish';
  return platform.startsWith('win32') && !variables['SHELL'] ? 'powershell' : 'posix';
}

/** Addresses and tokens hold no quotes. */
function line(shell: Shell, name: string, value: string): string {
  if (shell === 'powershell') return `$env:${name} = '${value}'`;
  return shell === 'fish' ? `set -gx ${name} '${value}'` : `export ${name}='${value}'`;
}
