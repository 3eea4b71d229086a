import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openEveryPage } from './harness/pages';
import { paths } from './harness/paths';
import { openForm, openWall } from './harness/screen';
import { findParticipant } from './harness/board';
import { Line } from './harness/line';
import { expect, test } from './harness/test';
import { setUp, stale } from './harness/wall';

test.beforeAll(() => {
  mkdirSync(paths.screenshots, { recursive: true });
});

const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(paths.screenshots, `${name}.png`), animations: 'disabled' });

const fullHd = { width: 1920, height: 1080 };

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the wall in every state, ${colorScheme}`, async ({ someone }) => {
    test.setTimeout(120_000);
    const wall = await someone({ role: 'TEAM_LEADER', context: { colorScheme, viewport: fullHd } });
    const { page, teamId } = wall;
    const at = (name: string) => picture(page, `wall-${name}${colorScheme}`);
    const line = await Line.of(page);
    await page.clock.install();
    await page.goto(`/vegg/${teamId}/oppsett`);
    await page.getByRole('button', { name: 'Lagre oppsettet' }).waitFor();
    await at('set-up-');
    await setUp(page);
    await openWall(wall);
    await at('');
    await page.keyboard.press('Enter');
    await at('menu-');
    await page.keyboard.press('Escape');
    line.drop('everything');
    await page.clock.runFor(12_000);
    await at('late-');
    await page.clock.runFor(35_000);
    await expect(stale(page)).toBeVisible();
    await at('stale-');
    await page.clock.runFor(100_000);
    await at('emptied-');
    line.mend();
    await setUp(page, { columns: 1 });
    await openWall(wall);
    await at('one-column-');
    line.drop('everything');
    await page.clock.runFor(47_000);
    await at('one-column-stale-');
    line.mend();
    await setUp(page);
    await page.goto(`/vegg/${teamId}?knownAt=${new Date(Date.now() - 60 * 86_400_000).toISOString()}`);
    await expect(page.getByText('HISTORIKK', { exact: true })).toBeVisible();
    await at('history-');
  });
}

test('the wall blank, on paper, and signed out', async ({ someone }) => {
  const wall = await someone({ role: 'KIOSK', context: { viewport: fullHd } });
  const { page } = wall;
  await page.clock.install();
  await setUp(page);
  await openWall(wall);
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.emulateMedia({ media: 'print' });
  await picture(page, 'wall-print');
  await page.emulateMedia({ media: null });
  await page.pdf({ format: 'A4', path: join(paths.screenshots, '..', 'test-results', 'board.pdf') });
  await page.setViewportSize(fullHd);
  await wall.context.request.delete('/session', { headers: { 'x-tavle': '1' } });
  await expect(page.getByText('Innloggingen er avsluttet')).toBeVisible({ timeout: 25_000 });
  await picture(page, 'wall-signed-out');
  const other = await someone({ role: 'KIOSK', context: { viewport: fullHd } });
  await setUp(other.page, { hours: { days: [], from: '07:00', until: '17:00' } });
  await other.page.goto(`/vegg/${other.teamId}`);
  await expect(other.page.getByText('trykk en tast')).toBeVisible();
  await picture(other.page, 'wall-blank');
});

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
