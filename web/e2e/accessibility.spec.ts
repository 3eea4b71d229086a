import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { openEveryPage } from './harness/pages';
import { expect, test } from './harness/test';

async function nothingFound(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html).join('\n  ')}`);
  expect.soft(found, name).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async ({ service, someone, browser }) => {
    test.setTimeout(120_000);
    const leader = await someone({ role: 'TEAM_LEADER', context: { colorScheme } });
    await openEveryPage(leader, service, (name, page) => nothingFound(page, name));

    const stranger = await browser.newContext({ baseURL: service.url, colorScheme });
    const page = await stranger.newPage();
    await page.goto('/logg-inn');
    await expect(page.getByRole('button').first()).toBeVisible();
    await nothingFound(page, 'sign-in');
    await stranger.close();
  });
}
