import type { Page } from '@playwright/test';
import { nothingFound, nothingWide } from './harness/axe';
import { anybody, phone, readyForTheField, saveHere, writeContact } from './harness/pocket';
import { openEveryPage } from './harness/pages';
import { field, notSent, openForm, saidWrong, saveButton } from './harness/screen';
import { expect, test } from './harness/test';

const schemes = ['light', 'dark'] as const;

for (const language of ['nb', 'nn', 'en'] as const) {
  test(`axe finds nothing on any page, light or dark, ${language}`, async ({ service, someone, browser }) => {
    test.setTimeout(300_000);
    const leader = await someone({ role: 'TEAM_LEADER' });
    const speak = (chosen: string) => localStorage.setItem('tavle.language', chosen);
    await leader.context.addInitScript(speak, language);
    await openEveryPage(leader, service, async (name, page) => {
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await inBothSchemes(page, name);
    });

    const stranger = await browser.newContext({ baseURL: service.url });
    await stranger.addInitScript(speak, language);
    const page = await stranger.newPage();
    await page.goto('/logg-inn');
    await expect(page.getByRole('button').first()).toBeVisible();
    await inBothSchemes(page, 'sign-in');
    await stranger.close();
  });
}

/** The page follows the device while it is open. */
async function inBothSchemes(page: Page, name: string): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-color-scheme', colorScheme);
    await nothingFound(page, `${name}, ${colorScheme}`);
  }
}

test('axe finds nothing when things are not as they should be', async ({ service, someone }) => {
  test.setTimeout(180_000);
  const member = await someone({ role: 'TEAM_MEMBER', context: phone });
  const person = await anybody(member, service);
  const { page, teamId, context } = member;

  await page.goto(`/innsyn/${teamId}`);
  await expect(page.getByText('Ingen tilgang')).toBeVisible();
  await nothingFound(page, 'no access');
  await page.goto('/finnes/ikke');
  await expect(page.getByText('Fant ikke siden').first()).toBeVisible();
  await nothingFound(page, 'not found');
  const sixWeeksAgo = new Date(Date.now() - 42 * 86_400_000).toISOString();
  await page.goto(`/deltaker/${person.participantId}?knownAt=${sixWeeksAgo}`);
  await expect(page.getByText('HISTORIKK', { exact: true })).toBeVisible();
  await nothingFound(page, 'history');

  await readyForTheField(member);
  await openForm(member, person.participantId, 'contact');
  await saveButton(page).click();
  await expect(saidWrong(page)).toBeVisible();
  await nothingFound(page, 'wrong form');
  await page.getByRole('button', { name: 'Åpne kalenderen' }).first().click();
  await expect(page.getByRole('dialog', { name: 'Kalender' })).toBeVisible();
  await nothingFound(page, 'calendar');
  await page.keyboard.press('Escape');
  await writeContact(page, 'Uten nett.');
  await context.setOffline(true);
  await saveHere(page);
  await expect(notSent(page)).toContainText('ikke sendt');
  await nothingFound(page, 'not sent');
  await page.locator('summary').filter({ hasText: 'Innstillinger' }).click();
  await page.getByRole('button', { name: 'Logg ut' }).click();
  await expect(page.getByRole('dialog', { name: 'Noe er ikke sendt' })).toBeVisible();
  await nothingFound(page, 'asked before signing out');
  await context.setOffline(false);
});

test('at 320 px, and enlarged to 200 %, nothing has to be scrolled sideways', async ({ service, someone }) => {
  test.setTimeout(180_000);
  const leader = await someone({ role: 'TEAM_LEADER', context: { viewport: { width: 320, height: 640 } } });
  await openEveryPage(leader, service, async (name, page) => {
    if (name !== 'wall') await nothingWide(page, `${name}, 320 px`);
  });
  // A window of 1280 px enlarged to 200 % has room for 640.
  await leader.page.setViewportSize({ width: 640, height: 450 });
  await openEveryPage(leader, service, async (name, page) => {
    if (name !== 'wall') await nothingWide(page, `${name}, 200 %`);
  });
});

test('a contact is recorded by keyboard alone', async ({ service, someone }) => {
  const member = await someone({ role: 'TEAM_MEMBER' });
  const person = await anybody(member, service);
  const { page } = member;
  await openForm(member, person.participantId, 'contact');
  const tabTo = async (is: () => Promise<boolean>) => {
    for (let i = 0; i < 60; i += 1) {
      await page.keyboard.press('Tab');
      if (await is()) return;
    }
    throw new Error('not reached by Tab');
  };
  const focused = (selector: string) => () => page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
  await tabTo(focused('input[name="f-mode"]'));
  await page.keyboard.press('Space');
  await tabTo(focused('input[name="f-minutes"]'));
  await page.keyboard.press('ArrowRight');
  await tabTo(focused('textarea'));
  await page.keyboard.type('Bare tastatur.');
  await tabTo(focused('.save-bar button[type="submit"]'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Lagret: Kontakt gjennomført' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Tidslinje' })).toContainText('Bare tastatur.');
  await expect(field(page, 'Notat')).toHaveCount(0);
});

test('in forced colours and without motion the page still says what is chosen, and nothing moves', async ({ service, someone }) => {
  const member = await someone({ role: 'TEAM_MEMBER', context: { forcedColors: 'active', reducedMotion: 'reduce' } });
  const person = await anybody(member, service);
  await openForm(member, person.participantId, 'contact');
  const [chosen, other] = await member.page.evaluate(() => {
    const colour = (checked: boolean) => {
      const label = [...document.querySelectorAll<HTMLInputElement>('.seg-option input[type="radio"]')].find((input) => input.checked === checked)?.nextElementSibling;
      return label ? getComputedStyle(label).backgroundColor : '';
    };
    return [colour(true), colour(false)];
  });
  expect(chosen).not.toBe(other);
  expect(await member.page.evaluate(() => document.getAnimations().filter((each) => Number(each.effect?.getTiming().duration) > 1).length)).toBe(0);
});
