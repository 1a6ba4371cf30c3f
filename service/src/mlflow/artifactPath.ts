import { invalid } from './errors.ts';

/** What an address of the artifact proxy names; `path` is inside it, `''` the whole. */
export type ArtifactPlace =
  | { readonly kind: 'run' | 'model'; readonly id: string; readonly location: string; readonly path: string }
  | { readonly kind: 'version'; readonly model: string; readonly version: number; readonly path: string };

/** First folder of addresses of registered versions; experiments have numbers. */
export const VERSIONS = 'registry';

const RUN = /^[0-9a-f]{32}$/;
const MODEL = /^m-[0-9a-f]{32}$/;
const NUMBER = /^[1-9]\d{0,14}$/;
const LONGEST = 4096;
const LONGEST_NAME = 255;
/** What could stand encoded in what is decoded. */
const TIMES_ENCODED = 8;

/**
 * A path as it came, decoded once; the same path where it can only lead inside.
 * @throws MlflowError for every form of `..`, for absolute paths, and for names that no file has on some system
 */
export function artifactPath(text: string): string {
  if (text === '') return text;
  if (text.length > LONGEST) throw badPath(text, `it is longer than ${LONGEST} characters`);
  if (!text.isWellFormed()) throw badPath(text, 'it is no Unicode text');
  for (const form of decodedForms(text)) {
    const why = faultOf(form);
    if (why !== undefined) throw badPath(text, why);
  }
  for (const name of text.split('/'))
    if (new TextEncoder().encode(name).length > LONGEST_NAME)
      throw badPath(text, `a name in it is longer than ${LONGEST_NAME} bytes`);
  return text;
}

/** Undefined where the path leads to nothing that has artifacts. */
export function placeOf(path: string): ArtifactPlace | undefined {
  const segments = path.split('/');
  const [first, model = '', version = '', ...rest] = segments;
  if (first === VERSIONS && NUMBER.test(version))
    return { kind: 'version', model, version: Number(version), path: rest.join('/') };
  for (const [at, segment] of segments.entries()) {
    const location = segments.slice(0, at).join('/');
    const after = (count: number) => segments.slice(at + count).join('/');
    if (RUN.test(segment) && segments[at + 1] === 'artifacts')
      return { kind: 'run', id: segment, location, path: after(2) };
    const id = segments[at + 1] ?? '';
    if (segment === 'models' && MODEL.test(id) && segments[at + 2] === 'artifacts')
      return { kind: 'model', id, location, path: after(3) };
  }
  return undefined;
}

/** The path of `mlflow-artifacts:/PATH` or `mlflow-artifacts://HOST/PATH`; undefined for other addresses. */
export function proxiedPath(uri: string): string | undefined {
  return /^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.*)$/s.exec(uri)?.[1]?.replace(/\/+$/, '');
}

/** Whether `..` stands in an address, encoded or not. */
export function leadsUp(address: string): boolean {
  return decodedForms(address).some((form) => /(^|[\\/])\.\.([\\/?#]|$)/.test(form));
}

/** The text, and what stands encoded in it, for whoever decodes once more. */
function decodedForms(text: string): readonly string[] {
  const forms = [text];
  for (let last = text; forms.length <= TIMES_ENCODED; ) {
    const next = decoded(last);
    if (next === last) return forms;
    forms.push(next);
    last = next;
  }
  throw badPath(text, 'it is encoded again and again');
}

/** Marks that are no encoding stay. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (marks) => {
    try {
      return decodeURIComponent(marks);
    } catch {
      return marks;
    }
  });
}

function faultOf(path: string): string | undefined {
  if (path.includes('\\')) return 'it has a backslash';
  if (/\p{Cc}/u.test(path)) return 'it has a control character';
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return 'it is absolute';
  for (const name of path.split('/')) {
    if (name === '') return 'it has an empty name';
    if (/^[. ]+$/.test(name)) return 'it leads elsewhere';
    if (RESERVED.test(name)) return `${name} is a device on some systems`;
  }
  return undefined;
}

const RESERVED = /^(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³]) *(\.|:|$)/i;

function badPath(text: string, why: string) {
  return invalid(`Invalid path: '${text.slice(0, 200)}': ${why}.`);
}
