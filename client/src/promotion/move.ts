/** A version, and the alias that is to point at it. Names become words of a command line. */
export interface Move {
  readonly model: string;
  readonly version: number;
  readonly alias: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** @throws Error for what is none, such as a name that would be read as a flag */
export function readMove({ model, version, alias }: Fields): Move {
  if (!isName(model) || !isName(alias) || !Number.isSafeInteger(version) || (version as number) < 1)
    throw new Error(`${String(model)}:${String(version)} to ${String(alias)} is no move of an alias`);
  return { model, version: version as number, alias };
}

/** A model or an alias as it can stand on a command line. */
export function isName(name: unknown): name is string {
  return typeof name === 'string' && /^[^\s:@/\\-][^\s:@/\\]*$/u.test(name);
}

/** As the command line names the version. */
export function referenceOf({ model, version }: Pick<Move, 'model' | 'version'>): string {
  return `${model}:${version}`;
}
