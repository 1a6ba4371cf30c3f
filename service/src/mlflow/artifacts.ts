import type { Answer, Ask, Route, ServiceContext } from '../http/route.ts';
import { json } from '../http/route.ts';
import type { ArtifactFiles } from './artifactFiles.ts';
import { artifactPath } from './artifactPath.ts';
import { fileMessages, fileOf, indexedFiles, openPlace } from './artifactStores.ts';
import { runIdOf } from './entries.ts';
import { invalid, MlflowError, notFound } from './errors.ts';
import { fieldsOf } from './fields.ts';
import { locationOf, runInfo } from './messages.ts';
import { wholeId } from './runs.ts';
import { versionFiles } from './versionFiles.ts';

const PROXY = '/mlflow-artifacts/artifacts';
/** Of one file. */
const LIMIT = 256 * 1024 ** 3;
/** Of a file that a page sends. */
const PAGE_LIMIT = 10 * 1024 ** 2;

export const routes: readonly Route[] = [
  { method: 'GET', path: PROXY, answer: list },
  { method: 'GET', path: `${PROXY}/*path`, answer: download },
  { method: 'PUT', path: `${PROXY}/*path`, takes: 'bytes', answer: upload },
  { method: 'DELETE', path: `${PROXY}/*path`, takes: 'bytes', answer: remove },
  ...['create', 'complete', 'abort'].map(
    (what): Route => ({
      method: 'POST',
      path: `/mlflow-artifacts/mpu/${what}/*path`,
      takes: 'bytes',
      answer: notInParts,
    }),
  ),
  { method: 'GET', path: '/mlflow-artifacts/presigned/*path', answer: notInParts },
  { method: 'GET', path: '/mlflow/artifacts/list', answer: listOfRun },
  { method: 'POST', path: '/mlflow/upload-artifact', takes: 'bytes', answer: uploadFromPage },
  { method: 'GET', path: '/get-artifact', below: 'top', answer: downloadOfRun },
  { method: 'GET', path: '/model-versions/get-artifact', below: 'top', answer: downloadOfVersion },
];

async function list(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const path = artifactPath(withoutEnd(ask.query['path']?.at(-1) ?? ''));
  const place = await openPlace(path, stores);
  return json({ files: place && fileMessages(await place.files.list(place.inside), { full: false }) });
}

async function download(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const path = pathOf(ask);
  const place = await openPlace(path, stores);
  if (place === undefined) throw notFound(`No such artifact: '${path}'`);
  return fileOf(place.files, place.inside);
}

async function upload(ask: Ask, context: ServiceContext): Promise<Answer> {
  const path = pathOf(ask);
  const place = await openPlace(path, context.stores);
  if (place === undefined)
    throw notFound(`'${path}' is of no run and no logged model: artifacts are kept with what made them.`);
  return keep(ask, context, { files: place.files, path: place.inside, limit: LIMIT });
}

async function remove(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const place = await openPlace(pathOf(ask), stores);
  if (place === undefined) return json();
  await stores.runs.removeArtifacts(writable(place.files), place.inside);
  return json();
}

async function notInParts(): Promise<Answer> {
  throw new MlflowError('NOT_IMPLEMENTED', 'Files are sent and fetched in one piece here.');
}

async function listOfRun(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const run = await stores.runs.run(wholeId(runIdOf(fields)), { artifacts: false });
  const folder = artifactPath(withoutEnd(fields.string('path') ?? ''));
  const entries = await indexedFiles({ kind: 'run', id: run.id }, stores).list(folder);
  const location = locationOf(await stores.runs.experimentById(run.experimentId));
  return json({
    root_uri: runInfo(run, location)['artifact_uri'],
    files: fileMessages(entries, { full: true }),
  });
}

async function uploadFromPage(ask: Ask, context: ServiceContext): Promise<Answer> {
  const id = ask.query['run_uuid']?.at(-1) ?? ask.query['run_id']?.at(-1) ?? '';
  const path = artifactPath(ask.query['path']?.at(-1) ?? '');
  if (id === '' || path === '') throw invalid('Request must specify run_uuid and path.');
  const run = await context.stores.runs.run(wholeId(id), { artifacts: false });
  return keep(ask, context, {
    files: indexedFiles({ kind: 'run', id: run.id }, context.stores),
    path,
    limit: PAGE_LIMIT,
  });
}

async function downloadOfRun(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const run = await stores.runs.run(wholeId(runIdOf(fields)), { artifacts: false });
  return fileOf(indexedFiles({ kind: 'run', id: run.id }, stores), artifactPath(fields.text('path')));
}

async function downloadOfVersion(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const version = await stores.registry.resolve(`${fields.text('name')}:${fields.requiredInteger('version')}`);
  return fileOf(await versionFiles(version, stores), artifactPath(fields.text('path')));
}

/** Bytes first, whole, then the entry that speaks of them. */
async function keep(
  ask: Ask,
  { stores }: ServiceContext,
  { files, path, limit }: { readonly files: ArtifactFiles; readonly path: string; readonly limit: number },
): Promise<Answer> {
  const owner = writable(files);
  if (path === '') throw invalid('Invalid path: it names no file.');
  const hash = await stores.artifacts.putStream(ask.stream(limit));
  await stores.runs.putArtifact(owner, { path, ...hash });
  return json();
}

function writable({ owner }: ArtifactFiles) {
  if (owner !== undefined) return owner;
  throw new MlflowError(
    'PERMISSION_DENIED',
    'The files of a registered version never change: log the model again, and register that.',
  );
}

function pathOf({ params }: Ask): string {
  const path = artifactPath(params['path'] ?? '');
  if (path === '') throw invalid('Invalid path: it names no file.');
  return path;
}

/** Clients name folders with `/` at the end too. */
function withoutEnd(path: string): string {
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}
