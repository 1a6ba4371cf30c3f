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

/** Workflows of GitHub Actions: problems and gates of each pull request, and a training by the clock where something is trained. */
export function githubWorkflows(project: CiProject): readonly CiFile[] {
  const name = `.github/workflows/modelyard${suffixOf(project)}`;
  const checks = { path: `${name}.yml`, text: checksText(project) };
  const training = { path: `${name}-train.yml`, text: trainText(project) };
  return project.trained.length === 0 ? [checks] : [checks, training];
}

function checksText(project: CiProject): string {
  return `# Written by \`modelyard init --ci github\`, and yours from now on.
# Every push: problems of the specs, in code scanning and as annotations. Every pull request: the gates of each alias that moves,
# and one comment that says what changes. Nothing of the pull request is run: gates that only a training machine can measure are
# taken from the gate report, and the comment says so.
name: ${titleOf(project, 'Modelyard')}

on:
  push:
    branches: [${quoted(project.branch)}]
  pull_request:

permissions:
  contents: read

concurrency:
  group: modelyard${suffixOf(project)}-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

${common(project)}
jobs:
  validate:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions:
      contents: read
      actions: read
      security-events: write
    steps:
${indented(setUp(project, 'persist-credentials: false'), 6)}
      - name: Problems for code scanning
        run: ${scriptLine(`${callOf(project)} validate --format sarif > modelyard.sarif || test -s modelyard.sarif`)}
      # Private repositories have code scanning only with GitHub Advanced Security; annotations come in any case.
      - uses: github/codeql-action/upload-sarif@v4
        continue-on-error: true
        with:
          sarif_file: modelyard.sarif
          category: modelyard${suffixOf(project)}
      - name: Problems as annotations
        run: ${scriptLine(`${callOf(project)} validate --format github`)}

  gate:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: read
      pull-requests: write
    # Where the project names a remote on S3, its scores are read with these:
    # env:
    #   AWS_REGION: eu-central-1
    #   AWS_ACCESS_KEY_ID: \${{ secrets.AWS_ACCESS_KEY_ID }}
    #   AWS_SECRET_ACCESS_KEY: \${{ secrets.AWS_SECRET_ACCESS_KEY }}
    steps:
${indented(setUp(project, 'persist-credentials: false'), 6)}
      - name: Gates of what changes
        run: ${scriptLine(`${callOf(project)} gate --changed --policy-from "origin/$GITHUB_BASE_REF" --format markdown > "$RUNNER_TEMP/modelyard.md"`)}
      - name: Summary of the job
        if: \${{ !cancelled() }}
        run: cat "$RUNNER_TEMP/modelyard.md" >> "$GITHUB_STEP_SUMMARY"
      # A pull request from a fork has no right to comment; its summary says the same.
      - name: Comment on the pull request
        if: \${{ !cancelled() && github.event.pull_request.head.repo.full_name == github.repository }}
        env:
          GH_TOKEN: \${{ github.token }}
          PULL_REQUEST: \${{ github.event.pull_request.number }}
        run: |
          body="$RUNNER_TEMP/modelyard.md"
          if [ ! -s "$body" ]; then exit 0; fi
          marker=$(head -n 1 "$body")
          comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"
          found=$(MARKER="$marker" gh api "$comments" --paginate --jq '.[]
            | select(.user.type == "Bot" and (.body | startswith(env.MARKER))) | .id' | sed -n 1p)
          if [ -n "$found" ]; then
            gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$found" --field body=@"$body"
          elif ! grep -q '^<!-- modelyard: nothing changed -->$' "$body"; then
            gh api --silent --method POST "$comments" --field body=@"$body"
          fi
`;
}

function trainText(project: CiProject): string {
  return `# Written by \`modelyard init --ci github\`, and yours from now on.
# Trains by the clock and publishes what came out: bytes to the project's remote, the version as a pull request. Nothing is promoted.
# The data has to be in reach of the runner: a source with an address, or files that a step above fetches.
# GitHub starts no workflow for a pull request that its own token has made, and makes none unless the repository's settings allow it:
# with a token of a GitHub App, or a personal one, in the secret MODELYARD_TOKEN both are settled.
name: ${titleOf(project, 'Modelyard training')}

on:
  schedule:
    - cron: '17 3 * * 1'
  workflow_dispatch:

permissions:
  contents: read

concurrency:
  group: modelyard${suffixOf(project)}-train
  cancel-in-progress: false

${common(project)}
jobs:
  train:
    runs-on: ubuntu-latest
    timeout-minutes: 350
    permissions:
      contents: write
      pull-requests: write
    # Where the project names a remote on S3, models are put there with these:
    # env:
    #   AWS_REGION: eu-central-1
    #   AWS_ACCESS_KEY_ID: \${{ secrets.AWS_ACCESS_KEY_ID }}
    #   AWS_SECRET_ACCESS_KEY: \${{ secrets.AWS_SECRET_ACCESS_KEY }}
    steps:
${indented(setUp(project, 'token: ${{ secrets.MODELYARD_TOKEN || github.token }}'), 6)}
      - name: Who commits
        run: |
          git config user.name 'github-actions[bot]'
          git config user.email '41898282+github-actions[bot]@users.noreply.github.com'
${indented(project.trained.map((trained) => trainSteps(project, trained)).join('\n'), 6)}
`;
}

function trainSteps(project: CiProject, { pipeline, model }: Trained): string {
  return `- name: ${quoted(`Train ${pipeline}`)}
  run: ${scriptLine(`${callOf(project)} run ${word(pipeline)}`)}
- name: ${quoted(`Publish ${model}`)}
  env:
    GH_TOKEN: \${{ secrets.MODELYARD_TOKEN || github.token }}
  run: ${scriptLine(`${callOf(project)} models publish ${word(model)} --pr`)}`;
}

function titleOf({ folder }: CiProject, title: string): string {
  return folder === '' ? title : quoted(`${title}, ${folder}`);
}

function common(project: CiProject): string {
  return `env:
  # How Modelyard ${project.modelyard}, which wrote this file, is called. A variable MODELYARD of the repository says how where it is not on the PATH.
  MODELYARD: \${{ vars.MODELYARD || '${PROGRAM}' }}

defaults:
  run:
    shell: bash
`;
}

/** The whole history: a policy counts as it stands where the branch began. */
function setUp({ modelyard }: CiProject, credentials: string): string {
  return `- uses: actions/checkout@v5
  with:
    fetch-depth: 0
    ${credentials}
- uses: actions/setup-node@v5
  with:
    node-version: 24
- uses: actions/cache@v4
  with:
    path: ~/.npm
    key: modelyard-${modelyard}-\${{ runner.os }}-\${{ runner.arch }}
- name: Modelyard starts
  run: |
${indented(STARTS, 4)}`;
}
