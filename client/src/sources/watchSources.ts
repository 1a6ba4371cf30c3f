import { Disposable, workspace } from 'vscode';

/** Files that MLflow and DVC write while they work, where the server looks for them. */
const WRITTEN = '{mlruns/**,mlflow.db,mlflow.db-wal,dvclive/**,dvc.yaml}';

/** At most so often, in milliseconds: a training script writes metrics many times a second. */
const PACE = 2000;

/** Tells when other tools have written runs in the workspace. */
export function watchSources(changed: () => void): Disposable {
  const watcher = workspace.createFileSystemWatcher(`**/${WRITTEN}`);
  let timer: NodeJS.Timeout | undefined;
  const written = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      changed();
    }, PACE);
  };
  return Disposable.from(
    watcher,
    watcher.onDidCreate(written),
    watcher.onDidChange(written),
    watcher.onDidDelete(written),
    new Disposable(() => clearTimeout(timer)),
  );
}
