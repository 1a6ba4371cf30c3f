import type { Answer, Ask, Route, ServiceContext } from '../http/route.ts';
import { json } from '../http/route.ts';
import { invalid } from './errors.ts';
import { fieldsOf } from './fields.ts';
import { refuseGuarded } from './registryGuard.ts';
import { seenModel, versionMessage, versionOf } from './registryView.ts';

const PATH = '/mlflow/registered-models/alias';

export const routes: readonly Route[] = [
  { method: 'GET', path: PATH, answer: get },
  { method: 'POST', path: PATH, answer: set },
  { method: 'DELETE', path: PATH, answer: remove },
];

async function get(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const model = await seenModel(fields.text('name'), stores);
  const alias = fields.text('alias');
  const found = model.aliases.find((one) => one.alias === alias);
  if (found === undefined) throw invalid(`Registered model alias ${alias.slice(0, 200)} not found.`);
  // An alias file that was edited by hand is refused here.
  await stores.registry.resolve(`${model.name}@${alias}`);
  return json({ model_version: versionMessage(versionOf(model, found.version)) });
}

async function set(ask: Ask, context: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const model = await seenModel(fields.text('name'), context.stores);
  const { facts } = versionOf(model, fields.requiredInteger('version'));
  const alias = fields.text('alias');
  await refuseGuarded({ model: model.name, alias, to: facts.version }, context);
  await context.stores.registry.setAlias(model.name, alias, facts.version);
  return json();
}

async function remove(ask: Ask, context: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const { name } = await seenModel(fields.text('name'), context.stores);
  const alias = fields.text('alias');
  const { aliases } = await context.stores.registry.model(name, { empty: true });
  if (!aliases.some((one) => one.alias === alias)) return json();
  await refuseGuarded({ model: name, alias }, context);
  await context.stores.registry.deleteAlias(name, alias);
  return json();
}
