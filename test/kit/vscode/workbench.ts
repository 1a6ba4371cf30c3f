import { expect, type Frame, type FrameLocator, type Locator, type Page } from '@playwright/test';

/** Every selector of VS Code's pages that these tests depend on. */
const SELECTORS = {
  ready: '.monaco-workbench .statusbar-item',
  quickInput: '.quick-input-widget',
  quickTitle: '.quick-input-title',
  quickRow: '.quick-input-list .monaco-list-row',
  editor: '.editor-instance .monaco-editor',
  line: '.editor-instance .view-line',
  lens: '.codelens-decoration a',
  suggestions: '.suggest-widget.visible',
  problem: '.markers-panel .monaco-list-row',
  hover: '.monaco-hover:not(.hidden)',
  stepMedia: '.gettingStartedContainer .getting-started-media iframe',
  step: '.gettingStartedContainer .getting-started-step',
  terminal: '.integrated-terminal .xterm',
  panel: 'iframe.webview.ready',
  panelPage: 'iframe#active-frame',
  testing: '.activitybar .action-item [aria-label^="Testing"]',
  pane: '.split-view-view .pane',
  row: '.monaco-list-row',
  welcome: '.welcome-view-content',
  statusItem: '.statusbar-item',
  toast: '.notification-toast',
  trust: '.workspace-trust-buttons-row .monaco-button',
  test: '.test-explorer .monaco-list-row',
  testMark: '.test-explorer .computed-state',
  menuEntry: '.monaco-menu .action-item:not(.disabled)',
} as const;

/** A window of VS Code. The page lags behind what VS Code knows: look at it with assertions that wait. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.page.locator(SELECTORS.ready).first().waitFor();
  }

  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+P');
    await this.pick(name, name);
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator(SELECTORS.line).first().waitFor();
  }

  /** Runs a command of the palette by its title. */
  async command(title: string): Promise<void> {
    await this.ask(title);
    await expect(this.page.locator(SELECTORS.quickInput)).toBeHidden();
  }

  /**
   * Begins a command of the palette that asks something. The palette is opened again until it has the command: it does not
   * learn of extensions, nor of trust, while it is open.
   */
  async ask(title: string): Promise<void> {
    await expect(async () => {
      if (await this.quickInput().isVisible()) await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      await this.quickInput().fill(`>${title}`);
      await this.page.locator(SELECTORS.quickRow).filter({ hasText: title }).first().click({ timeout: 5_000 });
    }).toPass({ timeout: 30_000 });
  }

  /** Runs a command that offers a list, and takes one of it. */
  async choose(title: string, choice: string): Promise<void> {
    await this.ask(title);
    await this.pick(choice, choice);
  }

  /** Rows that a command offers. */
  choices(text: string | RegExp): Locator {
    return this.page.locator(SELECTORS.quickRow, { hasText: text });
  }

  /** Takes a row of the list that is open or comes. By keys: under a pointer rows still move while the list comes up. */
  async takeChoice(label: string): Promise<void> {
    const row = this.page.locator(`${SELECTORS.quickRow}.focused`, { hasText: label });
    await expect(async () => {
      await this.quickInput().fill(label, { timeout: 5_000 });
      await row.waitFor({ timeout: 2_000 });
    }).toPass({ timeout: 20_000 });
    await this.page.keyboard.press('Enter');
  }

  /** Checks or unchecks the first row of the list that is open, once only rows are left that hold `label`. */
  async turnChoice(label: string): Promise<void> {
    await this.quickInput().fill(label);
    await expect(this.choices(label).first()).toBeVisible();
    await expect(this.choices(/./).filter({ hasNotText: label })).toHaveCount(0);
    await this.choices(label).first().click();
  }

  /** An entry of the menu that is open. */
  menuEntry(title: string | RegExp): Locator {
    return this.page.locator(SELECTORS.menuEntry, { hasText: title }).first();
  }

  /** Takes an entry of the menu that is open. A press within a tenth of a second after a menu came up is not heard. */
  async takeEntry(title: string): Promise<void> {
    await this.menuEntry(title).click({ delay: 200, timeout: 3_000 });
    await expect(this.menuEntry(title)).toBeHidden({ timeout: 2_000 });
  }

  /** Fills in what a command asks for. */
  async answer(text: string): Promise<void> {
    await this.quickInput().fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Steps of the walkthrough in front. */
  steps(): Locator {
    return this.page.locator(SELECTORS.step);
  }

  /** What is drawn beside the open step of a walkthrough. */
  stepPicture(): Locator {
    return this.page.frameLocator(SELECTORS.stepMedia).frameLocator('#active-frame').locator('svg').first();
  }

  /** By keyboard: a click could land on a hover. */
  async focusEditor(): Promise<void> {
    await this.page.mouse.move(0, 0);
    await this.page.keyboard.press('ControlOrMeta+1');
    await this.page.locator(`${SELECTORS.editor}.focused`).first().waitFor();
  }

  async goTo(line: number, column: number): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.quickInput().fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
  }

  /** Types over the rest of a line. */
  async typeOver(line: number, column: number, text: string): Promise<void> {
    await this.focusEditor();
    await this.goTo(line, column);
    await this.page.keyboard.press('Shift+End');
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Escape');
  }

  squiggles(severity: 'error' | 'warning' | 'info' | 'hint'): Locator {
    return this.page.locator(`.squiggly-${severity}`);
  }

  lens(title: string): Locator {
    return this.page.locator(SELECTORS.lens, { hasText: title });
  }

  lines(text: string | RegExp): Locator {
    return this.page.locator(SELECTORS.line, { hasText: text });
  }

  /** Rows of the panel of problems, as a screen reader says them. */
  async problems(): Promise<Locator> {
    await this.command('Problems: Focus on Problems View');
    return this.page.locator(SELECTORS.problem);
  }

  suggestion(label: string): Locator {
    return this.page.locator(`${SELECTORS.suggestions} .monaco-list-row`, {
      has: this.page.locator('.label-name', { hasText: label }),
    });
  }

  suggestions(): Locator {
    return this.page.locator(SELECTORS.suggestions);
  }

  /** Accepts a suggestion by keyboard; Enter takes whatever has the focus, so that is waited for. */
  async accept(label: string): Promise<void> {
    await this.page
      .locator(`${SELECTORS.suggestions} .monaco-list-row.focused`, {
        has: this.page.locator('.label-name', { hasText: label }),
      })
      .waitFor();
    await this.page.keyboard.press('Enter');
    await this.suggestions().waitFor({ state: 'detached' });
  }

  hover(): Locator {
    return this.page.locator(SELECTORS.hover).first();
  }

  /** What is shown in the visible panel of ours. */
  panel(): FrameLocator {
    return this.page.locator(SELECTORS.panel).last().contentFrame().locator(SELECTORS.panelPage).contentFrame();
  }

  /** What stands in the visible terminal, line by line. */
  terminal(): Locator {
    return this.page.locator(SELECTORS.terminal).first();
  }

  /** Opens Modelyard's views at the side. */
  async sidePanel(): Promise<void> {
    await this.ask('Modelyard: Focus on Experiments View');
    await this.view('Experiments').waitFor();
  }

  /** One of the views at the side, with its title. */
  view(title: 'Experiments' | 'Models' | 'Data'): Locator {
    return this.page.locator(SELECTORS.pane, { has: this.page.locator(`.pane-header[aria-label^="${title}"]`) });
  }

  /** Rows of one of the views. */
  rows(title: 'Experiments' | 'Models' | 'Data', text?: string | RegExp): Locator {
    return this.view(title).locator(SELECTORS.row, text === undefined ? {} : { hasText: text });
  }

  /** What a view says in place of rows. */
  welcome(title: 'Experiments' | 'Models' | 'Data'): Locator {
    return this.view(title).locator(SELECTORS.welcome);
  }

  statusItem(text: string | RegExp): Locator {
    return this.page.locator(SELECTORS.statusItem, { hasText: text });
  }

  /** A notification that has come up. */
  toast(text: string | RegExp): Locator {
    return this.page.locator(SELECTORS.toast, { hasText: text });
  }

  /** Trusts the folder of this window. */
  async trust(): Promise<void> {
    await this.statusItem('Restricted Mode').waitFor();
    await expect(async () => {
      await this.ask('Workspaces: Manage Workspace Trust');
      await this.page.locator(SELECTORS.trust, { hasText: 'Trust' }).first().click({ timeout: 5_000 });
    }).toPass({ timeout: 30_000 });
    await this.statusItem('Restricted Mode').waitFor({ state: 'detached' });
  }

  /** Rows of the side panel, by what a screen reader says. */
  row(says: RegExp): Locator {
    return this.page.locator(SELECTORS.row).and(this.page.getByLabel(says));
  }

  /** The frame that shows the visible panel of ours. */
  async panelFrame(): Promise<Frame> {
    const body = await this.panel().locator('body').elementHandle();
    const frame = await body?.ownerFrame();
    if (!frame) throw new Error('The panel has no frame.');
    return frame;
  }

  /** Rows of the Testing view. */
  async tests(): Promise<Locator> {
    await this.page.locator(SELECTORS.testing).first().click();
    return this.page.locator(SELECTORS.test);
  }

  /** Runs all tests, by their key: the palette does not offer it before tests are there. */
  async runTests(): Promise<void> {
    await this.page.keyboard.press('Control+;');
    await this.page.keyboard.press('a');
  }

  testMark(state: 'passed' | 'failed'): Locator {
    return this.page.locator(`${SELECTORS.testMark}.codicon-testing-${state}-icon`);
  }

  dialog(title: string): Locator {
    return this.page.locator(SELECTORS.quickTitle, { hasText: title });
  }

  /** Fills in a path; a dialog for files writes where it begins into its box first. */
  async answerPath(title: string, path: string): Promise<void> {
    const dialog = this.dialog(title);
    await dialog.waitFor({ timeout: 30_000 });
    // The dialog writes into its box whenever it has looked at a folder.
    await expect(async () => {
      await expect(this.quickInput()).not.toHaveValue('', { timeout: 2_000 });
      await this.quickInput().fill(path);
      await this.page.waitForTimeout(700);
      await expect(this.quickInput()).toHaveValue(path, { timeout: 100 });
      await this.page.keyboard.press('Enter');
      await expect(dialog).toBeHidden({ timeout: 4_000 });
    }).toPass({ timeout: 40_000 });
  }

  private quickInput(): Locator {
    return this.page.locator(`${SELECTORS.quickInput} input`).first();
  }

  /** Waits for the row itself: Enter before it is there takes what was used last. */
  private async pick(typed: string, row: string): Promise<void> {
    await this.quickInput().fill(typed);
    await this.page.locator(SELECTORS.quickRow).filter({ hasText: row }).first().click();
    await expect(this.page.locator(SELECTORS.quickInput)).toBeHidden();
  }
}
