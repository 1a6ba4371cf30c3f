import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Failure } from '../../failure.ts';
import type { Memo } from '../../ports/memo.ts';
import type { FoundSources, RunSource, SourceAccess } from '../../ports/runSource.ts';
import { openDvc } from './dvc/dvcSource.ts';
import { foldersIn } from './mlruns/keyFiles.ts';
import { openMlruns } from './mlruns/mlrunsSource.ts';
import type { RestOptions } from './server/restClient.ts';
import { openMlflowServer } from './server/serverSource.ts';
import { sourceMissing } from './sourceFailures.ts';

export interface OpenSourceOptions extends SourceAccess {
  /** Makes listing a folder again quick. */
  readonly memo?: Memo;
}

/**
 * What runs can be read from: an address, a database of MLflow, an `mlruns` folder, a folder of DVC or DVCLive, or one
 * that holds one of these.
 * @param place absolute path, or an address
 * @throws Failure `run-source`
 */
export async function openRunSource(place: string, { memo, ...access }: OpenSourceOptions = {}): Promise<RunSource> {
  if (/^https?:\/\//i.test(place)) return openMlflowServer(place, restOptions(access));
  const path = place.replace(/^sqlite:\/\/\//i, '').replace(/^file:\/\//i, '');
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile()) return basename(path) === 'dvc.yaml' ? openDvc(join(path, '..')) : openDatabase(path);
  if (!stat?.isDirectory()) throw sourceMissing(place);
  if (holdsExperiments(path)) return openMlruns(path, memo);
  const { sources, unreadable } = await openRunSources(path, memo);
  if (sources[0] !== undefined) return sources[0];
  if (unreadable[0] !== undefined) throw unreadable[0];
  if (existsSync(join(path, 'metrics.json')) || existsSync(join(path, 'plots'))) return openDvc(path);
  throw sourceMissing(place);
}

/** All that lies in a folder that runs can be read from, quick to ask where there is nothing. */
export async function openRunSources(root: string, memo?: Memo): Promise<FoundSources> {
  const sources: RunSource[] = [];
  const unreadable: Failure[] = [];
  const mlruns = join(root, 'mlruns');
  if (holdsExperiments(mlruns)) sources.push(openMlruns(mlruns, memo));
  const database = join(root, 'mlflow.db');
  if (isFile(database)) {
    try {
      sources.push(await openDatabase(database));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      unreadable.push(error);
    }
  }
  if (isFile(join(root, 'dvc.yaml')) || isFolder(join(root, 'dvclive'))) sources.push(openDvc(root));
  return { sources, unreadable };
}

function restOptions({ token, patience }: SourceAccess): RestOptions {
  return {
    ...(token === undefined ? {} : { token }),
    ...(patience === undefined ? {} : { timeout: patience, attempts: 1 }),
  };
}

/** The driver of databases is loaded when there is one. */
async function openDatabase(file: string): Promise<RunSource> {
  const { openMlflowDatabase } = await import('./database/databaseSource.ts');
  return openMlflowDatabase(file);
}

/** `mlflow` with a database keeps artifacts in `mlruns` too, without a word about them. */
function holdsExperiments(folder: string): boolean {
  return foldersIn(folder).some((name) => isFile(join(folder, name, 'meta.yaml')));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
