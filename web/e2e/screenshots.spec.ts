import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { findParticipant } from './harness/board';
import { openEveryPage } from './harness/pages';
import { paths } from './harness/paths';
import { asPage } from './harness/people';
import { Line } from './harness/line';
import { phone, readyForTheField, saveHere, writeContact } from './harness/pocket';
import { openForm, openWall, saveButton } from './harness/screen';
import { expect, test } from './harness/test';
import { setUp, stale } from './harness/wall';

test.beforeAll(() => {
  mkdirSync(join(paths.screenshots, 'sizes'), { recursive: true });
});

const picture = (page: Page, name: string, fullPage = false) =>
  page.screenshot({ path: join(paths.screenshots, `${name}.png`), animations: 'disabled', fullPage });

const fullHd = { width: 1920, height: 1080 };

const schemes = ['light', 'dark'] as const;
const widths = [
  ['desk', { width: 1440, height: 900 }],
  ['phone', { width: 390, height: 844 }],
  ['narrow', { width: 320, height: 640 }],
] as const;

for (const colorScheme of schemes) {
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

  for (const [size, viewport] of widths) {
    test(`every page, ${size}, ${colorScheme}`, async ({ service, someone }) => {
      test.setTimeout(120_000);
      const leader = await someone({ role: 'TEAM_LEADER', context: { colorScheme, viewport } });
      await openEveryPage(leader, service, async (name, page) => {
        if (name !== 'wall') await picture(page, `sizes/${name}-${size}-${colorScheme}`);
      });
    });
  }

  test(`forms in trouble, ${colorScheme}`, async ({ service, someone }) => {
    test.setTimeout(120_000);
    const member = await someone({ role: 'TEAM_MEMBER', context: { ...phone, viewport: { width: 390, height: 844 }, colorScheme } });
    const person = await findParticipant(member, service, () => true);
    const { page, context } = member;
    await readyForTheField(member);
    await openForm(member, person.participantId, 'contact');
    await page.getByRole('button', { name: 'Åpne kalenderen' }).first().click();
    await picture(page, `sizes/calendar-${colorScheme}`);
    await page.keyboard.press('Escape');
    await saveButton(page).click();
    await expect(page.getByRole('alert', { name: /må rettes/ })).toBeVisible();
    await picture(page, `sizes/form-wrong-${colorScheme}`, true);
    await writeContact(page, 'Gikk gjennom brevet fra namsmannen. Vil bli med torsdag.');
    await context.setOffline(true);
    await saveHere(page);
    await expect(page.getByText('Uten nett siden')).toBeVisible();
    await picture(page, `sizes/offline-home-${colorScheme}`);
    await page.getByLabel('Hvem gjelder det?').selectOption({ label: person.alias });
    await page.getByRole('button', { name: 'Ny kontakt' }).click();
    await expect(page.getByRole('button', { name: 'Lagre på telefonen' })).toBeVisible();
    await picture(page, `sizes/offline-form-${colorScheme}`, true);
    await context.setOffline(false);
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
  await wall.context.request.delete('/session', { headers: asPage(page) });
  await expect(page.getByText('Innloggingen er avsluttet')).toBeVisible({ timeout: 25_000 });
  await picture(page, 'wall-signed-out');
  const other = await someone({ role: 'KIOSK', context: { viewport: fullHd } });
  await setUp(other.page, { hours: { days: [], from: '07:00', until: '17:00' } });
  await other.page.goto(`/vegg/${other.teamId}`);
  await expect(other.page.getByText('trykk på en tast')).toBeVisible();
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
