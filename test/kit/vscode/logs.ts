import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Logs of a server whose data lie in `profile`: of extension hosts, and of what extensions say themselves. */
export function logFolder(profile: string): string {
  return join(profile, 'data/logs');
}

/**
 * What nobody may have written into the logs below a folder: rejections and exceptions that were not handled, failed
 * requests and features, and every other mistake that the extension or its language server has met.
 */
export function problemsInLogs(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const files = globSync(['**/Modelyard.log', '**/*exthost.log'], { cwd: folder }).sort();
  return files.flatMap((file) => problemsIn(file, readFileSync(join(folder, file), 'utf8')));
}

/** Lines that tell of a rejection or an exception that nobody handled. */
export function unhandledIn(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => UNHANDLED.test(line));
}

function problemsIn(file: string, text: string): readonly string[] {
  const isOurs = file.endsWith('Modelyard.log');
  return entries(text)
    .filter((entry) => UNHANDLED.test(entry) || (/^\S+ \S+ \[error\]/.test(entry) && (isOurs || OURS.test(entry))))
    .filter((entry) => !EXPECTED.some((pattern) => pattern.test(entry)))
    .map((entry) => `${file}: ${entry}`);
}

/** Lines that begin with a time, each with what belongs to it. */
function entries(text: string): readonly string[] {
  return text.split(/\n(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \[)/).map((entry) => entry.trim());
}

const UNHANDLED = /unhandled|uncaught|not handled within/i;
/** The extension's id, or a file of its bundles in a stack. */
const OURS = /modelyard\.modelyard|\/extension\/dist\//;

/** What tests do on purpose: they kill the language server, close windows while something is asked, and call commands wrongly. */
const EXPECTED: readonly RegExp[] = [
  /connection to server (got closed|is erroring)/i,
  /Server process exited/,
  /Request \S+ failed\.\s+Error: Connection is disposed/,
  // A window that closes takes their answers from features; a request that fails by itself stands in Modelyard.log.
  /provider FAILED$/,
  /--pr:1 to x is no move of an alias/,
];
