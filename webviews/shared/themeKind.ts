export type ThemeKind = 'dark' | 'light' | 'hc-dark' | 'hc-light';

/** By the classes that VS Code sets on the body; high contrast light carries both of high contrast. */
export function kindOf(classes: { contains(name: string): boolean }): ThemeKind {
  if (classes.contains('vscode-high-contrast-light')) return 'hc-light';
  if (classes.contains('vscode-high-contrast')) return 'hc-dark';
  return classes.contains('vscode-light') ? 'light' : 'dark';
}
