import { REGISTERED_MODELS } from '../../../engine/src/tracking/grammars.ts';
import type { Answer, Ask, Route, ServiceContext } from '../http/route.ts';
import { json } from '../http/route.ts';
import { invalid } from './errors.ts';
import { fieldsOf } from './fields.ts';
import { filled } from './messages.ts';
import { refuseGuarded } from './registryGuard.ts';
import { ownText, type Searched, searchThings } from './registrySearch.ts';
import { registryTag, registryTags } from './registryTags.ts';
import { latestVersions, modelMessage, type SeenModel, seenModel, seenModels, versionMessage } from './registryView.ts';
import { stageOf } from './stages.ts';

const BASE = '/mlflow/registered-models';

export const routes: readonly Route[] = [
  { method: 'POST', path: `${BASE}/create`, answer: create },
  {
    method: 'GET',
    path: `${BASE}/get`,
    answer: async (ask, { stores }) => modelAnswer(await seenModel(fieldsOf(ask).text('name'), stores)),
  },
  { method: 'GET', path: `${BASE}/search`, answer: search },
  { method: 'POST', path: `${BASE}/rename`, answer: rename },
  { method: 'PATCH', path: `${BASE}/update`, answer: update },
  { method: 'DELETE', path: `${BASE}/delete`, answer: remove },
  { method: 'POST', path: `${BASE}/get-latest-versions`, answer: latest },
  { method: 'GET', path: `${BASE}/get-latest-versions`, answer: latest },
  { method: 'POST', path: `${BASE}/set-tag`, answer: setTag },
  { method: 'DELETE', path: `${BASE}/delete-tag`, answer: deleteTag },
];

const SEARCHED: Searched<SeenModel> = {
  grammar: REGISTERED_MODELS,
  lookup:
    ({ name, notes, createdAt, updatedAt }) =>
    (entity, key) => {
      if (entity === 'tag') return ownText(notes.tags, key);
      return { name, creation_timestamp: createdAt, last_updated_timestamp: updatedAt }[key];
    },
  order: ['name ASC'],
  sizes: { otherwise: 100, most: 1000 },
};

async function create(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const name = fields.text('name');
  if (/[/:]/.test(name)) throw invalid(`Invalid model name '${name.slice(0, 200)}'. Names cannot contain '/' or ':'.`);
  const description = fields.string('description');
  await stores.registry.createModel(name, { tags: registryTags(fields), ...(description ? { description } : {}) });
  return modelAnswer(await seenModel(name, stores));
}

async function search(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const { items, nextPageToken } = searchThings(await seenModels(stores), fieldsOf(ask), SEARCHED);
  return json({ registered_models: filled(items.map(modelMessage)), next_page_token: nextPageToken });
}

async function rename(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const { name } = await seenModel(fields.text('name'), stores);
  const to = fields.text('new_name');
  await stores.registry.renameModel(name, to);
  return modelAnswer(await seenModel(to, stores));
}

async function update(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const { name } = await seenModel(fields.text('name'), stores);
  const description = fields.string('description');
  if (description !== undefined) await stores.registry.note({ model: name }, { description });
  return modelAnswer(await seenModel(name, stores));
}

async function remove(ask: Ask, context: ServiceContext): Promise<Answer> {
  const { registry } = context.stores;
  const { name } = await seenModel(fieldsOf(ask).text('name'), context.stores);
  const { aliases } = await registry.model(name, { empty: true });
  for (const { alias } of aliases) await refuseGuarded({ model: name, alias }, context);
  await registry.withdraw({ model: name }, DELETED);
  for (const { alias } of aliases) await registry.deleteAlias(name, alias);
  return json();
}

/** Why something is withdrawn that was deleted by a client. */
export const DELETED = 'deleted through the MLflow API';

async function latest(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const stages = fields.strings('stages').map(stageOf);
  const found = latestVersions(await seenModel(fields.text('name'), stores)).filter(
    ({ stage }) => stages.length === 0 || stages.includes(stage),
  );
  return json({ model_versions: filled(found.map(versionMessage)) });
}

async function setTag(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const [key, value] = registryTag(fields);
  const { name } = await seenModel(fields.text('name'), stores);
  await stores.registry.note({ model: name }, { tags: { [key]: value } });
  return json();
}

async function deleteTag(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const key = fields.text('key');
  const { name, notes } = await seenModel(fields.text('name'), stores);
  if (Object.hasOwn(notes.tags, key)) await stores.registry.note({ model: name }, { tags: { [key]: null } });
  return json();
}

function modelAnswer(model: SeenModel): Answer {
  return json({ registered_model: modelMessage(model) });
}
