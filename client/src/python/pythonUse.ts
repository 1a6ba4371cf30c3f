/** Whether a command line of a terminal starts a program of Python. */
export function startsPython(commandLine: string): boolean {
  return /(?:^|[\s;&|(/\\'"])(?:(?:python|ipython|pypy)[\d.]*|py|jupyter|(?:uv|poetry|pipenv|pdm|hatch) run)(?:\.exe)?['"]?(?:\s|$)/i.test(
    commandLine,
  );
}

/** Files of Python that a command line names. */
export function scriptsIn(commandLine: string): readonly string[] {
  const words = commandLine.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  return words.map((word) => word.replace(/^(['"])(.*)\1$/, '$2')).filter((word) => /\.(py|ipynb)$/i.test(word));
}

export function namesMlflow(text: string): boolean {
  return /\bmlflow\b/i.test(text);
}

/** Files of a project that say which packages its programs use. */
export const REQUIREMENT_FILES = [
  'requirements.txt',
  'pyproject.toml',
  'environment.yml',
  'environment.yaml',
  'Pipfile',
  'setup.cfg',
  'setup.py',
] as const;
