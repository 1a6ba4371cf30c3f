import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import type { LiveRun } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { Told, ViewQuestion, ViewQuestions } from '../../../server/src/views/viewQuestions.ts';
import type { FromPage, ToPage } from '../../../webviews/shared/protocol.ts';
import { repository } from '../vscode/repository.ts';
import { axeProblems } from './axe.ts';
import { FRAME_SCRIPT } from './bundlePages.ts';
import type { PageServer } from './pageServer.ts';
import { type ThemeName, themeOf } from './themes.ts';

/** Answers to the questions of a page; without one a question is refused, `never` leaves it open. */
export type Answers = {
  readonly [Q in ViewQuestion]?:
    | ((params: ViewQuestions[Q]['params']) => ViewQuestions[Q]['answer'] | Told<ViewQuestions[Q]['answer']>)
    | 'never';
};

export interface PageOptions {
  /** Name of its bundle. */
  readonly page: string;
  readonly theme: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly subject?: unknown;
  readonly answers?: Answers;
  readonly live?: readonly LiveRun[];
}

/** A page in a browser, with what VS Code would say to it. */
export class PageInBrowser {
  readonly page: Page;
  /** What the page has sent. */
  readonly sent: FromPage[] = [];
  readonly errors: string[] = [];
  answers: Answers;
  readonly #options: PageOptions;

  private constructor(page: Page, options: PageOptions) {
    this.page = page;
    this.#options = options;
    this.answers = options.answers ?? {};
  }

  static async open(browser: Browser, server: PageServer, options: PageOptions): Promise<PageInBrowser> {
    const { width = 1280, height = 900, theme } = options;
    const page = await browser.newPage({ viewport: { width, height } });
    page.setDefaultTimeout(10_000);
    const opened = new PageInBrowser(page, options);
    page.on('pageerror', (error) => opened.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') opened.errors.push(message.text());
    });
    await page.exposeFunction('modelyardHear', (message: FromPage) => opened.#hear(message));
    await page.addInitScript(`globalThis.modelyardTheme = ${JSON.stringify(themeOf(theme))}`);
    await page.addInitScript({ path: FRAME_SCRIPT });
    await page.goto(server.address(options.page));
    await page.locator('main').waitFor();
    return opened;
  }

  /** Says something as the extension would. */
  async tell(message: ToPage): Promise<void> {
    await this.page.evaluate(`modelyardFrame.tell(${JSON.stringify(message)})`);
  }

  async setTheme(theme: ThemeName): Promise<void> {
    await this.page.evaluate(`modelyardFrame.setTheme(${JSON.stringify(themeOf(theme))})`);
  }

  /** What breaks a rule of accessibility, by axe: rule and element. */
  async axe(): Promise<readonly string[]> {
    return axeProblems(this.page);
  }

  /** What broke the content policy. */
  async violations(): Promise<readonly string[]> {
    return this.page.evaluate('modelyardFrame.violations');
  }

  /** Takes a picture of the whole page into .cache/screens, for people: not where nobody looks. */
  async picture(name: string): Promise<void> {
    if (process.env['CI'] !== undefined) return;
    await this.page.screenshot({ path: join(repository, '.cache/screens', `${name}.png`), fullPage: true });
  }

  /** Writes a file that the page made into .cache/screens, under the same condition. */
  async keep(name: string, bytes: Uint8Array): Promise<void> {
    if (process.env['CI'] !== undefined) return;
    await writeFile(join(repository, '.cache/screens', name), bytes);
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  async #hear(message: FromPage): Promise<void> {
    this.sent.push(message);
    if (message.kind === 'ready') {
      await this.tell({ kind: 'begin', subject: this.#options.subject });
      await this.tell({ kind: 'live', runs: this.#options.live ?? [] });
    }
    if (message.kind === 'ask') await this.#answer(message);
  }

  async #answer({ id, question, params }: FromPage & { readonly kind: 'ask' }): Promise<void> {
    const answer = this.answers[question] as ((params: unknown) => unknown) | 'never' | undefined;
    if (answer === 'never') return;
    const value = answer?.(params) ?? { kind: 'refused', reason: 'unanswered', message: `No answer to ${question}` };
    await this.tell({ kind: 'answer', id, told: isTold(value) ? value : { kind: 'told', value } });
  }
}

function isTold(value: unknown): value is Told<unknown> {
  const kind = (value as { readonly kind?: unknown }).kind;
  return kind === 'told' || kind === 'refused';
}
