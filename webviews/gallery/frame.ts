import type { ToPage } from '../shared/protocol.ts';

/** What VS Code's frame gives to a page, for tests: put in before the page's own script. */

interface Theme {
  /** Of the body. */
  readonly classes: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly scheme: string;
}

declare global {
  /** Set by the tests before this runs. */
  var modelyardTheme: Theme;
  /** In the tests: takes what the page sends. */
  var modelyardHear: (message: unknown) => void;
  var modelyardFrame: {
    /** What broke the content policy. */
    readonly violations: string[];
    readonly setTheme: (theme: Theme) => void;
    /** Says something as the extension would. */
    readonly tell: (message: ToPage) => void;
  };
}

/** The sheet that VS Code puts into every frame. */
const DEFAULT_STYLES = `@layer vscode-default {
  html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
  body {
    overscroll-behavior-x: none;
    background-color: transparent;
    color: var(--vscode-editor-foreground);
    font-family: var(--vscode-font-family);
    font-weight: var(--vscode-font-weight);
    font-size: var(--vscode-font-size);
    margin: 0;
    padding: 0 20px;
  }
  img, video { max-width: 100%; max-height: 100%; }
  a, a code { color: var(--vscode-textLink-foreground); }
  kbd { background-color: var(--vscode-keybindingLabel-background); border-radius: 3px; }
}`;

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
  violations.push(`${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`);
});

globalThis.modelyardFrame = {
  violations,
  setTheme,
  tell: (data) => void dispatchEvent(new MessageEvent('message', { data })),
};
giveStyles();
giveApi();

function setTheme({ classes, variables, scheme }: Theme): void {
  const { style } = document.documentElement;
  for (const name of [...style]) style.removeProperty(name);
  for (const [name, value] of Object.entries(variables)) style.setProperty(name, value);
  style.setProperty('color-scheme', scheme);
  document.body.className = classes;
}

function giveStyles(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(DEFAULT_STYLES);
  document.adoptedStyleSheets = [sheet];
  const begun = new MutationObserver(() => {
    if (document.body === null) return;
    begun.disconnect();
    setTheme(globalThis.modelyardTheme);
  });
  begun.observe(document, { childList: true, subtree: true });
}

/** What a page keeps lives as long as the tab, so over a reload. */
function giveApi(): void {
  let isGiven = false;
  globalThis.acquireVsCodeApi = () => {
    if (isGiven) throw new Error('An instance of the VS Code API has already been acquired');
    isGiven = true;
    return {
      postMessage: (message) => globalThis.modelyardHear(message),
      getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
      setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
    };
  };
}
