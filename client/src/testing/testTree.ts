import { Range, type TestController, type TestItem, type TestItemCollection, TestTag, Uri } from 'vscode';
import type { TestNode } from './testNode.ts';

/** What can be tested by running its pipeline. */
export const OF_PIPELINE = new TestTag('pipeline');

/** The items of the Testing view, which stay the same objects while specs ask the same, so that results stay. */
export class TestTree {
  readonly #controller: TestController;
  readonly #asks = new WeakMap<TestItem, TestNode['asks']>();

  constructor(controller: TestController) {
    this.#controller = controller;
  }

  show(nodes: readonly TestNode[]): void {
    this.#update(this.#controller.items, nodes);
  }

  /** What a run has to do for an item itself. */
  asks(item: TestItem): TestNode['asks'] {
    return this.#asks.get(item);
  }

  /** The tests of a run: those named and those below them, else all; less what is left out. */
  tests(include: readonly TestItem[] | undefined, exclude: readonly TestItem[] = []): readonly TestItem[] {
    const left = new Set(exclude);
    const below = (item: TestItem): readonly TestItem[] => {
      if (left.has(item)) return [];
      return [...(this.asks(item) === undefined ? [] : [item]), ...itemsOf(item.children).flatMap(below)];
    };
    return [...new Set((include ?? itemsOf(this.#controller.items)).flatMap(below))];
  }

  #update(items: TestItemCollection, nodes: readonly TestNode[]): void {
    const known = new Map(itemsOf(items).map((item) => [item.id, item]));
    const wanted = nodes.map((node, index) => this.#item(node, index, known.get(node.id)));
    const isSame = wanted.length === known.size && wanted.every((item) => known.get(item.id) === item);
    if (!isSame) items.replace(wanted);
  }

  #item(node: TestNode, index: number, known: TestItem | undefined): TestItem {
    const uri = node.place && Uri.parse(node.place.uri);
    // An item cannot move to another file.
    const isSame = known?.uri?.toString() === uri?.toString();
    const item = known !== undefined && isSame ? known : this.#controller.createTestItem(node.id, node.label, uri);
    item.label = node.label;
    if (node.description !== undefined) item.description = node.description;
    item.sortText = String(index).padStart(5, '0');
    const range = node.place && rangeOf(node.place.range);
    if (range === undefined || item.range?.isEqual(range) !== true) item.range = range;
    if (item.tags.length === 0 && node.isOfPipeline) item.tags = [OF_PIPELINE];
    this.#asks.set(item, node.asks);
    this.#update(item.children, node.children);
    return item;
  }
}

export function itemsOf(items: TestItemCollection): readonly TestItem[] {
  const all: TestItem[] = [];
  items.forEach((item) => void all.push(item));
  return all;
}

function rangeOf({ start, end }: NonNullable<TestNode['place']>['range']): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
