import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** WCAG 2.2 AA, with the size of targets, and what axe holds to be good practice. */
export async function nothingFound(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).options({ rules: { 'target-size': { enabled: true } } }).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.slice(0, 4).map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary ?? ''}`).join('\n  ')}`);
  expect.soft(found, name).toEqual([]);
}

/** Nothing has to be scrolled sideways, but for what scrolls by itself. */
export async function nothingWide(page: Page, name: string): Promise<void> {
  const wide = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    // What is fixed widens nothing, and is cut off instead.
    const cut = [...document.querySelectorAll('.top nav a, .toast, .save-bar *')].filter((element) => element.getBoundingClientRect().right > limit + 1);
    if (document.documentElement.scrollWidth <= limit) return cut.map((element) => element.outerHTML.slice(0, 120));
    const outside = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > limit + 1 && element.closest('.tb-scroll, .sr') === null);
    return [`${document.documentElement.scrollWidth} > ${limit}`, ...outside.slice(0, 5).map((element) => element.outerHTML.slice(0, 120))];
  });
  expect.soft(wide, name).toEqual([]);
}
