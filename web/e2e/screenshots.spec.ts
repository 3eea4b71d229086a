import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openEveryPage } from './harness/pages';
import { paths } from './harness/paths';
import { openForm, openWall } from './harness/screen';
import { findParticipant } from './harness/board';
import { test } from './harness/test';

test.beforeAll(() => {
  mkdirSync(paths.screenshots, { recursive: true });
});

const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(paths.screenshots, `${name}.png`), animations: 'disabled' });

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the wall, ${colorScheme}`, async ({ someone }) => {
    const wall = await someone({ role: 'KIOSK', context: { colorScheme, viewport: { width: 1920, height: 1080 } } });
    await openWall(wall);
    await picture(wall.page, `wall-${colorScheme}`);
  });
}

test('every page at a desk', async ({ service, someone }) => {
  const leader = await someone({ role: 'TEAM_LEADER' });
  await openEveryPage(leader, service, async (name, page) => {
    if (name !== 'wall') await picture(page, name);
  });
});

test('the form on a phone', async ({ service, someone }) => {
  const member = await someone({ role: 'TEAM_MEMBER', context: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 } });
  const person = await findParticipant(member, service, () => true);
  await openForm(member, person.participantId, 'contact');
  await picture(member.page, 'form-phone');
});

test('signing in', async ({ page, service }) => {
  await page.goto(`${service.url}/logg-inn`);
  await page.getByRole('button').first().waitFor();
  await picture(page, 'sign-in');
});
