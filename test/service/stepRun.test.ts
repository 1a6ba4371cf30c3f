import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openHost } from '../../engine/src/adapters/host.ts';
import { startCli } from '../kit/process.ts';
import { testProject } from '../kit/project.ts';

const options = { skip: hasPython() ? false : 'there is no python3 with venv here' };

/** What MLflow's client asks when a run is resumed by MLFLOW_RUN_ID, without the client. */
const LOG = `
#- log.py
import json, os, urllib.request
def ask(path, body):
    request = urllib.request.Request(
        os.environ["MLFLOW_TRACKING_URI"] + "/api/2.0/mlflow/" + path, json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"]})
    return json.load(urllib.request.urlopen(request))
run = os.environ["MLFLOW_RUN_ID"]
ask("runs/update", {"run_id": run, "status": "RUNNING"})
ask("runs/log-metric", {"run_id": run, "key": "auc", "value": 0.7, "timestamp": 1, "step": 2})
ask("runs/update", {"run_id": run, "status": "FAILED", "end_time": 1})
print("logged")
#- log.pipeline.yaml
pipeline: log
steps:
  log: {run: python log.py}
`;

test('a program logs into the run of its step through a service that is started for it', options, async (t) => {
  const project = testProject(t, LOG);
  execFileSync('python3', ['-m', 'venv', '--without-pip', join(project.folder, '.venv')]);
  const asked = 'import sysconfig; print(sysconfig.get_path("purelib"))';
  const packages = execFileSync(join(project.folder, '.venv/bin/python'), ['-c', asked]).toString().trim();
  const installed = join(packages, 'mlflow_skinny-3.0.dist-info');
  mkdirSync(installed);
  writeFileSync(join(installed, 'METADATA'), 'Metadata-Version: 2.1\nName: mlflow-skinny\nVersion: 3.0\n');
  const variables = { MLFLOW_TRACKING_URI: '', MODELYARD_PYTHON: '', VIRTUAL_ENV: '' };
  const cli = startCli(project.folder, ['run', 'log'], { variables });
  const end = await cli.ended;
  const file = JSON.parse(readFileSync(join(project.folder, '.modelyard/service.json'), 'utf8'));
  process.kill(file.process.pid, 'SIGTERM');
  assert.equal(end, 0, cli.said.out + cli.said.err);
  assert.match(cli.said.out + cli.said.err, /logged/);
  const host = openHost({ folder: project.folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  try {
    const { runs } = await host.stores(project.folder);
    const [run] = await runs.tagged('modelyard.step', 'log', 1);
    assert.deepEqual([run?.metrics['auc']?.value, run?.metrics['auc']?.step, run?.status], [0.7, 2, 'finished']);
  } finally {
    await host.close();
  }
});

function hasPython(): boolean {
  try {
    execFileSync('python3', ['-c', 'import venv'], { stdio: 'ignore' });
    return process.platform !== 'win32';
  } catch {
    return false;
  }
}
