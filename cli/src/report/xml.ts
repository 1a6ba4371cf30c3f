/** Attributes of an XML element, each with a blank before it. */
export function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(
      ([name, value]) =>
        ` ${name}="${text(String(value)).replace(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`)}"`,
    )
    .join('');
}

/** `content` is XML already. */
export function element(name: string, values: Readonly<Record<string, string | number>>, content: string): string {
  return `<${name}${attributes(values)}>${content}</${name}>`;
}

/** A text as XML 1.0 has it; characters that no XML may hold become U+FFFD. */
export function text(value: string): string {
  return value
    .toWellFormed()
    .replace(FORBIDDEN, '\uFFFD')
    .replace(/[<>&"']/g, (one) => ENTITIES[one]!);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 leaves out.
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

const ENTITIES: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&apos;',
};
