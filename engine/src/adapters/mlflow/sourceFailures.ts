import { Failure } from '../../failure.ts';

export function sourceMissing(place: string): Failure {
  return new Failure('run-source', `${place}: nothing is there that runs can be read from.`, {
    next: 'Name an `mlruns` folder, an `mlflow.db`, a folder of DVC, or the address of an MLflow server.',
    place: { file: place },
  });
}

export function sourceBroken(place: string, why: string, next: string): Failure {
  return new Failure('run-source', `${place}: ${why}`, { next, place: { file: place } });
}

/** A server that wants to know who asks, or does not let them. */
export function sourceWantsToken(address: string, status: number): Failure {
  return new Failure('source-token', `${address}: the server refuses the request (${status}).`, {
    next: 'Give a token that may read, as `MLFLOW_TRACKING_TOKEN` or `MLFLOW_TRACKING_USERNAME` and `MLFLOW_TRACKING_PASSWORD`.',
    place: { file: address },
  });
}

export function noSuchRun(id: string, place: string): Failure {
  return new Failure('run-not-found', `There is no run ${shorten(id)} in ${place}.`, {
    next: 'Give the whole id of a run that is there.',
  });
}

export function artifactsElsewhere(owner: string, uri: string, place: string): Failure {
  return new Failure('artifacts-elsewhere', `The artifacts of ${owner} are not in ${place}: ${shorten(uri)}.`, {
    next: `Only what lies in the source is read; copy them there, or read them with the tool that wrote them.`,
  });
}

export function noSuchArtifact(owner: string, path: string): Failure {
  return new Failure('artifact-not-found', `${owner} has no artifact ${shorten(path)}.`, {
    next: 'Look at the list of its artifacts.',
  });
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
