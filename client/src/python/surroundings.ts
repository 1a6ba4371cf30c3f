import { type Uri, workspace } from 'vscode';
import { readEnvFile, type VariableSource } from './alreadySet.ts';

/** Variables that a new terminal in a folder has, and those that programs of the folder read from its `.env`. */
export async function surroundingsOf(folder: Uri, envFile: Uri | undefined): Promise<readonly VariableSource[]> {
  const text = envFile === undefined ? undefined : await textOf(envFile);
  const read = { where: `\`${workspace.asRelativePath(envFile ?? folder)}\``, variables: readEnvFile(text ?? '') };
  return [{ where: 'the environment of VS Code', variables: process.env }, terminalSource(folder), read];
}

/** What the user's settings give to terminals. */
export function terminalSource(folder: Uri): VariableSource {
  const setting = `terminal.integrated.env.${SYSTEMS[process.platform] ?? 'linux'}`;
  const value = workspace.getConfiguration(undefined, folder).get<unknown>(setting);
  const isMap = typeof value === 'object' && value !== null;
  return { where: `the setting \`${setting}\``, variables: isMap ? { ...value } : {} };
}

const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { win32: 'windows', darwin: 'osx' };

async function textOf(file: Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(file));
  } catch {
    return undefined;
  }
}
