/** How a shell reads words: as sh, bash and zsh do, or as PowerShell does. */
export type Shell = 'posix' | 'powershell';

/** Which of them a program is. @param program path of the shell that a user's terminals have; empty where nobody knows */
export function shellOf(program: string, platform: string): Shell {
  if (program === '') return platform === 'win32' ? 'powershell' : 'posix';
  return /(^|[\\/])(pwsh|powershell)(-preview)?(\.exe)?$/i.test(program) ? 'powershell' : 'posix';
}

/** Words as one line for a shell. */
export function shellText(words: readonly string[], shell: Shell = 'posix'): string {
  return words.map((word) => shellWord(word, shell)).join(' ');
}

/** What stands as it is in both: to PowerShell `a,b` would be two words and `@a` a variable. */
const PLAIN = /^[\p{L}\p{N}_%+=:./-]+$/u;

/** PowerShell takes each of these as an apostrophe. */
const APOSTROPHES = /['\u2018\u2019\u201a\u201b]/g;

/** In apostrophes where it is not plain: there one of them is written `'\''`, to PowerShell as two. */
export function shellWord(word: string, shell: Shell = 'posix'): string {
  if (PLAIN.test(word)) return word;
  return shell === 'powershell' ? `'${word.replace(APOSTROPHES, '$&$&')}'` : `'${word.replaceAll("'", `'\\''`)}'`;
}
