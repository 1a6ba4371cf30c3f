import { readFileSync } from 'node:fs';

export const THEMES = ['dark', 'light', 'hc-dark', 'hc-light'] as const;

export type ThemeName = (typeof THEMES)[number];

/** What VS Code sets on the document of a webview. */
export interface Theme {
  /** Of the body. */
  readonly classes: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly scheme: string;
}

const CLASSES: Readonly<Record<ThemeName, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'hc-dark': 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast-light vscode-high-contrast',
};

/** A theme as a real VS Code has it. */
export function themeOf(name: ThemeName): Theme {
  const sheet = readFileSync(new URL(`./themes/${name}.css`, import.meta.url), 'utf8');
  const variables = Object.fromEntries(
    [...sheet.matchAll(/^ {2}(--[\w-]+): (.*);$/gm)].map(([, variable, value]) => [variable!, value!]),
  );
  const scheme = /color-scheme: (\w+);/.exec(sheet)?.[1] ?? 'dark';
  return { classes: CLASSES[name], variables, scheme };
}
