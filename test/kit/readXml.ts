import assert from 'node:assert/strict';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly elements: readonly XmlElement[];
  /** Its own text, entities read. */
  readonly text: string;
}

type Open = { name: string; attributes: Record<string, string>; elements: Open[]; text: string };

/** Reads the XML that reports are made of: elements, attributes, text and entities; anything else is refused. */
export function readXml(source: string): XmlElement {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 leaves out.
  assert.doesNotMatch(source, /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
  const body = source.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  const root: Open = { name: '', attributes: {}, elements: [], text: '' };
  const stack: Open[] = [root];
  const token = /<\/([\w-]+)>|<([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|([^<]+)/y;
  while (token.lastIndex < body.length) {
    const at = token.lastIndex;
    const match = token.exec(body);
    assert.ok(match, `XML at ${at}: ${body.slice(at, at + 40)}`);
    const [, closed, opened, attributes = '', isEmpty, text] = match;
    const top = stack.at(-1)!;
    if (text !== undefined) top.text += plain(text);
    else if (closed !== undefined) {
      assert.equal(closed, top.name);
      stack.pop();
    } else {
      const element: Open = { name: opened!, attributes: readAttributes(attributes), elements: [], text: '' };
      top.elements.push(element);
      if (!isEmpty) stack.push(element);
    }
  }
  assert.equal(stack.length, 1, 'every element is closed');
  assert.equal(root.elements.length, 1, 'one element holds all');
  return root.elements[0]!;
}

function readAttributes(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, plain(value!)]));
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function plain(text: string): string {
  assert.doesNotMatch(text, /&(?!(?:lt|gt|amp|quot|apos|#\d+);)/);
  return text.replace(/&(#\d+|\w+);/g, (_, name: string) =>
    name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : ENTITIES[name]!,
  );
}
