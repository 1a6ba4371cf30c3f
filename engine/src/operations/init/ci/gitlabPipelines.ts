import {
  type CiFile,
  type CiProject,
  callOf,
  indented,
  PROGRAM,
  quoted,
  STARTS,
  scriptLine,
  suffixOf,
  type Trained,
  word,
} from './ciProject.ts';

/** Jobs of GitLab CI: problems and gates of each merge request, and a training by schedule where something is trained. */
export function gitlabPipelines(project: CiProject): readonly CiFile[] {
  const jobs = `.gitlab/modelyard${suffixOf(project)}.yml`;
  return [
    { path: jobs, text: jobsText(project) },
    { path: GITLAB_CI, text: includeOf(jobs) },
  ];
}

/** The file that GitLab reads. */
export const GITLAB_CI = '.gitlab-ci.yml';

/** The lines by which it reads the jobs. */
export function includeOf(jobs: string): string {
  return `include:\n  - local: ${jobs}\n`;
}

function jobsText(project: CiProject): string {
  const train = project.trained.length === 0 ? '' : `\n${trainJob(project)}`;
  return `# Written by \`modelyard init --ci gitlab\`, and yours from now on.
# Every merge request: problems of the specs, the gates of each alias that moves, as tests and as one note that says what changes.
# Nothing of the merge request is run: gates that only a training machine can measure are taken from the gate report, and the note
# says so. The note is written where a variable MODELYARD_TOKEN holds a project access token with the scope api; a job's own token
# may not write notes.
.modelyard${suffixOf(project)}:
  image: node:24-bookworm
  variables:
    # How Modelyard ${project.modelyard}, which wrote this file, is called. A variable MODELYARD of the project says how where it is not on the PATH.
    MODELYARD: ${PROGRAM}
    # The whole history: a policy counts as it stands where the branch began.
    GIT_DEPTH: '0'
    npm_config_cache: $CI_PROJECT_DIR/.npm
  cache:
    key: modelyard-${project.modelyard}
    paths: [.npm/]
  before_script:
    - |
${indented(STARTS, 6)}

${quoted(titleOf(project, 'modelyard validate'))}:
  extends: .modelyard${suffixOf(project)}
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - ${scriptLine(`${callOf(project)} validate --format sarif > modelyard.sarif || test -s modelyard.sarif`)}
    - ${scriptLine(`${callOf(project)} validate`)}
  artifacts:
    when: always
    paths: [modelyard.sarif]

${quoted(titleOf(project, 'modelyard gate'))}:
  extends: .modelyard${suffixOf(project)}
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
    - |
      target="$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"
      git fetch --quiet --no-tags origin "+refs/heads/$target:refs/remotes/origin/$target"
      code=0
      ${callOf(project)} gate --changed --policy-from "origin/$target" --format markdown > modelyard.md || code=$?
      if [ "$code" -le 1 ]; then
        ${callOf(project)} gate --changed --policy-from "origin/$target" --format junit > modelyard-junit.xml || test -s modelyard-junit.xml
        cat modelyard.md
      fi
    - |
${indented(NOTE, 6)}
    - exit "$code"
  artifacts:
    when: always
    paths: [modelyard.md]
    reports:
      junit: modelyard-junit.xml
${train}`;
}

/** Writes the note, or what it says now into the one that is there. */
const NOTE = `if [ -n "\${MODELYARD_TOKEN:-}" ] && [ -s modelyard.md ]; then node --input-type=module <<'NODE'
const { CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, MODELYARD_TOKEN } = process.env;
const notes = \`\${CI_API_V4_URL}/projects/\${CI_PROJECT_ID}/merge_requests/\${CI_MERGE_REQUEST_IID}/notes\`;
const ask = async (url, method = 'GET', body = undefined) => {
  const headers = { 'PRIVATE-TOKEN': MODELYARD_TOKEN, 'Content-Type': 'application/json' };
  const answer = await fetch(url, { method, headers, body: body && JSON.stringify({ body }) });
  if (!answer.ok) throw new Error(\`GitLab answers \${answer.status}: \${await answer.text()}\`);
  return answer;
};
const body = process.getBuiltinModule('node:fs').readFileSync('modelyard.md', 'utf8');
const [marker, state] = body.split('\\n');
let found;
for (let page = '1'; page && !found; ) {
  const answer = await ask(\`\${notes}?per_page=100&page=\${page}\`);
  found = (await answer.json()).find((note) => note.body.startsWith(marker));
  page = answer.headers.get('x-next-page');
}
if (found) await ask(\`\${notes}/\${found.id}\`, 'PUT', body);
else if (state !== '<!-- modelyard: nothing changed -->') await ask(notes, 'POST', body);
NODE
fi`;

function titleOf({ folder }: CiProject, title: string): string {
  return folder === '' ? title : `${title}, ${folder}`;
}

function trainJob(project: CiProject): string {
  return `# Trains in a pipeline by schedule and publishes what came out: bytes to the project's remote, the version as a branch. Nothing is
# promoted. The data has to be in reach of the runner. MODELYARD_TOKEN needs the scope write_repository as well.
${quoted(titleOf(project, 'modelyard train'))}:
  extends: .modelyard${suffixOf(project)}
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
  resource_group: modelyard${suffixOf(project)}-train
  script:
    - git config user.name "$GITLAB_USER_NAME" && git config user.email "$GITLAB_USER_EMAIL"
    - git remote set-url origin "https://oauth2:$MODELYARD_TOKEN@$CI_SERVER_HOST:$CI_SERVER_PORT/$CI_PROJECT_PATH.git"
    - git checkout -B "$CI_COMMIT_BRANCH" "$CI_COMMIT_SHA"
${project.trained.map((trained) => trainLines(project, trained)).join('')}`;
}

function trainLines(project: CiProject, { pipeline, model }: Trained): string {
  const lines = [`run ${word(pipeline)}`, `models publish ${word(model)} --pr`];
  return lines.map((line) => `    - ${scriptLine(`${callOf(project)} ${line}`)}\n`).join('');
}
