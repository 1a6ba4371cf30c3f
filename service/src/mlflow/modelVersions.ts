import { MODEL_VERSIONS } from '../../../engine/src/tracking/grammars.ts';
import type { Answer, Ask, Route, ServiceContext } from '../http/route.ts';
import { json } from '../http/route.ts';
import { invalid } from './errors.ts';
import { fieldsOf } from './fields.ts';
import { filled } from './messages.ts';
import { DELETED } from './registeredModels.ts';
import { downloadUri, registerVersion } from './registerVersion.ts';
import { refuseGuarded } from './registryGuard.ts';
import { ownText, type Searched, searchThings } from './registrySearch.ts';
import { registryTag, registryTags } from './registryTags.ts';
import { type SeenVersion, seenModel, seenModels, seenVersion, versionMessage, versionOf } from './registryView.ts';
import { stageOf } from './stages.ts';

const BASE = '/mlflow/model-versions';
const PROMPT = 'mlflow.prompt.is_prompt';

export const routes: readonly Route[] = [
  { method: 'POST', path: `${BASE}/create`, answer: create },
  {
    method: 'GET',
    path: `${BASE}/get`,
    answer: async (ask, { stores }) => versionAnswer(await seenVersion(fieldsOf(ask), stores)),
  },
  { method: 'GET', path: `${BASE}/search`, answer: search },
  {
    method: 'GET',
    path: `${BASE}/get-download-uri`,
    async answer(ask, context) {
      const { facts } = await seenVersion(fieldsOf(ask), context.stores);
      return json({ artifact_uri: await downloadUri(facts, context) });
    },
  },
  { method: 'PATCH', path: `${BASE}/update`, answer: update },
  { method: 'POST', path: `${BASE}/transition-stage`, answer: transition },
  { method: 'POST', path: `${BASE}/set-tag`, answer: setTag },
  { method: 'DELETE', path: `${BASE}/delete-tag`, answer: deleteTag },
  { method: 'DELETE', path: `${BASE}/delete`, answer: remove },
];

const SEARCHED: Searched<SeenVersion> = {
  grammar: MODEL_VERSIONS,
  lookup:
    ({ facts, notes, createdAt, updatedAt }) =>
    (entity, key) => {
      if (entity === 'tag') return ownText(notes.tags, key);
      return {
        name: facts.name,
        version_number: facts.version,
        run_id: facts.run,
        source_path: facts.source ?? '',
        creation_timestamp: createdAt,
        last_updated_timestamp: updatedAt,
      }[key];
    },
  order: ['name ASC', 'version_number DESC'],
  sizes: { otherwise: 10_000, most: 200_000 },
};

async function create(ask: Ask, context: ServiceContext): Promise<Answer> {
  const { stores } = context;
  const fields = fieldsOf(ask);
  const { name } = await seenModel(fields.text('name'), stores);
  const tags = registryTags(fields);
  const description = fields.string('description');
  const { version } = await registerVersion(
    { name, source: fields.text('source'), run: fields.string('run_id'), isPrompt: tags[PROMPT] === 'true' },
    context,
  );
  if (description || Object.keys(tags).length > 0)
    await stores.registry.note({ model: name, version }, { tags, ...(description ? { description } : {}) });
  return versionAnswer(versionOf(await seenModel(name, stores), version));
}

async function search(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const versions = (await seenModels(stores)).flatMap((model) => model.versions);
  const { items, nextPageToken } = searchThings(versions, fieldsOf(ask), SEARCHED);
  return json({ model_versions: filled(items.map(versionMessage)), next_page_token: nextPageToken });
}

async function update(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const { facts } = await seenVersion(fields, stores);
  const description = fields.string('description');
  if (description !== undefined) await stores.registry.note(ownerOf(facts), { description });
  return versionAnswer(await seenVersion(fields, stores));
}

async function transition(ask: Ask, context: ServiceContext): Promise<Answer> {
  const { stores } = context;
  const fields = fieldsOf(ask);
  const stage = stageOf(fields.text('stage'));
  const archive = fields.boolean('archive_existing_versions') ?? false;
  if (archive && (stage === 'None' || stage === 'Archived'))
    throw invalid(
      `Model version transition cannot archive existing model versions because '${stage}' is not an Active stage. Valid stages are ['Staging', 'Production']`,
    );
  const model = await seenModel(fields.text('name'), stores);
  const { facts } = versionOf(model, fields.requiredInteger('version'));
  await refuseGuardedStage(facts, stage, context);
  const others = archive ? model.versions.filter((one) => one.stage === stage && one.facts !== facts) : [];
  for (const other of others) await stores.registry.note(ownerOf(other.facts), { stage: 'Archived' });
  await stores.registry.note(ownerOf(facts), { stage: stage === 'None' ? null : stage });
  return versionAnswer(await seenVersion(fields, stores));
}

/** Who loads `models:/NAME/Production` would pass the gates of the alias `production` by. */
async function refuseGuardedStage(
  { name, version }: SeenVersion['facts'],
  stage: string,
  context: ServiceContext,
): Promise<void> {
  if (stage === 'Staging' || stage === 'Production')
    await refuseGuarded({ model: name, alias: stage.toLowerCase(), to: version }, context);
}

async function setTag(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const [key, value] = registryTag(fields);
  const { facts } = await seenVersion(fields, stores);
  await stores.registry.note(ownerOf(facts), { tags: { [key]: value } });
  return json();
}

async function deleteTag(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const key = fields.text('key');
  const { facts, notes } = await seenVersion(fields, stores);
  if (Object.hasOwn(notes.tags, key)) await stores.registry.note(ownerOf(facts), { tags: { [key]: null } });
  return json();
}

/** Its aliases go with it: none is left pointing at nothing. */
async function remove(ask: Ask, context: ServiceContext): Promise<Answer> {
  const { registry } = context.stores;
  const { facts, aliases } = await seenVersion(fieldsOf(ask), context.stores);
  for (const alias of aliases) await refuseGuarded({ model: facts.name, alias }, context);
  await registry.withdraw(ownerOf(facts), DELETED);
  for (const alias of aliases) await registry.deleteAlias(facts.name, alias);
  return json();
}

function ownerOf({ name, version }: SeenVersion['facts']) {
  return { model: name, version };
}

function versionAnswer(version: SeenVersion): Answer {
  return json({ model_version: versionMessage(version) });
}
