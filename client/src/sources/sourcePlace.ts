import { basename, resolve, sep } from 'node:path';

/** An address that was typed, and the secret that stood in it. */
export interface TypedAddress {
  /** Without secrets and without a slash at its end. */
  readonly place: string;
  /** `user:password` */
  readonly token?: string;
}

/** Whether a source is a server: anything else is a path. */
export function isAddress(place: string): boolean {
  return /^https?:\/\//i.test(place);
}

/** Reads the address of a server; undefined where it is none. */
export function readAddress(typed: string): TypedAddress | undefined {
  const text = typed.trim();
  if (!isAddress(text) || !URL.canParse(text)) return undefined;
  const { origin, pathname, username, password } = new URL(text);
  const place = `${origin}${pathname.replace(/\/+$/, '')}`;
  if (username === '') return { place };
  const secret = decoded(`${username}:${password}`);
  return secret === undefined ? undefined : { place, token: secret };
}

/** `mlflow.example.com`, and of a path its last part. */
export function nameOfPlace(place: string): string {
  return isAddress(place) && URL.canParse(place) ? new URL(place).host : basename(place);
}

/**
 * Whether a source is one that was added, or lies in a folder that was.
 * @param folder of the project; `place` may be relative to it
 */
export function isAt(place: string, added: string, folder: string): boolean {
  if (isAddress(place) || isAddress(added)) return place === added;
  const path = resolve(folder, place);
  return path === added || path.startsWith(`${added}${sep}`);
}

/** What a program is told of the secret for a server, as MLflow's clients are; what others were told of is not passed on. */
export function tokenVariables(token: string | undefined): Readonly<Record<string, string>> {
  const at = token?.indexOf(':') ?? -1;
  const isPair = token !== undefined && at >= 0;
  return {
    MLFLOW_TRACKING_URI: '',
    MLFLOW_TRACKING_TOKEN: isPair ? '' : (token ?? ''),
    MLFLOW_TRACKING_USERNAME: isPair ? token.slice(0, at) : '',
    MLFLOW_TRACKING_PASSWORD: isPair ? token.slice(at + 1) : '',
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
