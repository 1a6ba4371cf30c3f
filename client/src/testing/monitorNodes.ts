import type { MonitorTest, MonitorTests } from '../../../server/src/protocol.ts';
import type { MonitorAsked, TestNode } from './testNode.ts';

/** A monitor with what it is held against, and below `drift` the model's inputs. */
export function monitorNode(root: string, tests: MonitorTests): TestNode {
  const { name: monitor, uri, range, model, version, asked, checks } = tests;
  const id = `${root}#monitor/${monitor}`;
  const asks = (about: MonitorAsked['about']): MonitorAsked => ({
    kind: 'monitor',
    root,
    monitor,
    version,
    asked,
    about,
  });
  return {
    id,
    label: monitor,
    description: `monitor of ${model}${version === null || model.includes(':') ? '' : `, v${version}`}`,
    place: { uri, range },
    isOfPipeline: false,
    children: checks.map((check): TestNode => {
      // What was found of one version, or under another limit, says nothing of this one.
      const key = `${id}/v${version}/${check.id}/${check.limit}`;
      return {
        id: key,
        label: check.label,
        place: { uri, range: check.range },
        asks: asks({ check: check.id }),
        isOfPipeline: false,
        children: check.inputs.map((input) => inputNode(key, uri, input, asks({ input: input.name }))),
      };
    }),
  };
}

function inputNode(
  above: string,
  uri: string,
  { name, range }: MonitorTest['inputs'][number],
  asks: MonitorAsked,
): TestNode {
  return { id: `${above}/${name}`, label: name, place: { uri, range }, asks, isOfPipeline: false, children: [] };
}
