import { type ReadonlySignal, signal } from '@preact/signals';
import { kindOf, type ThemeKind } from './themeKind.ts';

const kind = signal<ThemeKind>('dark');
const turn = signal(0);

/** Of the editor's theme. */
export const themeKind: ReadonlySignal<ThemeKind> = kind;

/** Another number after each change of theme: read it where something is painted on a canvas. */
export const themeTurn: ReadonlySignal<number> = turn;

/** Follows the classes that VS Code sets on the body. */
export function followTheme(): void {
  const read = () => {
    kind.value = kindOf(document.body.classList);
    turn.value += 1;
  };
  read();
  const observer = new MutationObserver(read);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
}

/** The colour that a token has now, for a canvas or an export: `token('--c1')`. */
export function token(name: `--${string}`): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Whether the user asked for less motion. */
export function isStill(): boolean {
  return (
    document.body.classList.contains('vscode-reduce-motion') || matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}
