import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { wake } from './harness/screen';
import { Service } from './harness/service';
import { expect, test } from './harness/test';

const PASSWORD = 'riktig hest batteri stift';
const OTHER = 'et helt annet langt ord';

let service: Service;

test.beforeAll(async () => {
  service = await Service.startFresh();
});

test.afterAll(async () => {
  await service.stop();
});

/** A browser of somebody's own. */
async function browserAt(browser: Browser, path: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: service.url });
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

async function fill(page: Page, lines: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(lines)) await page.getByRole('textbox', { name: label, exact: true }).fill(value);
}

async function signIn(page: Page, user: string, password: string): Promise<void> {
  await fill(page, { Brukernavn: user, Passord: password });
  await page.getByRole('button', { name: 'Logg inn' }).click();
}

async function looksClean(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

const menu = (page: Page) => page.locator('summary').first();

test('a fresh installation is set up, people are invited, and a screen becomes a wall and is ended', async ({ browser }) => {
  test.setTimeout(180_000);
  const randi = await browserAt(browser, '/');

  await test.step('set-up with the code from the terminal', async () => {
    await expect(randi.getByRole('heading', { level: 1, name: 'Sett opp Tavle' })).toBeVisible();
    await looksClean(randi);
    const lines = { 'Navn på teamet': 'FACT-team Fjordvik', 'Navnet ditt': 'Randi Foss', 'Initialer, som på tavla': 'RF', Brukernavn: 'randi' };
    await fill(randi, { ...lines, Engangskode: 'BCDF-BCDF-BCDF-BCDF', Passord: PASSWORD });
    await randi.getByRole('button', { name: 'Sett opp' }).click();
    await expect(randi.getByText('Koden er ikke riktig')).toBeVisible();
    await fill(randi, { Engangskode: service.setUpCode(), Passord: 'kort' });
    await randi.getByRole('button', { name: 'Sett opp' }).click();
    await expect(randi.getByText('For kort: minst 12 tegn.')).toBeVisible();
    await expect(randi.getByRole('textbox', { name: 'Passord', exact: true })).toBeFocused();
    await fill(randi, { Passord: PASSWORD });
    await randi.getByRole('button', { name: 'Sett opp' }).click();
    await expect(randi).toHaveURL(/\/tavle\//);
  });

  await test.step('signing out and in, wrong and right', async () => {
    await menu(randi).click();
    await randi.getByRole('button', { name: 'Logg ut' }).click();
    await expect(randi.getByRole('heading', { level: 1, name: 'Logg inn i Tavle' })).toBeVisible();
    await looksClean(randi);
    const password = randi.getByRole('textbox', { name: 'Passord', exact: true });
    await expect(password).toHaveAttribute('type', 'password');
    await expect(password).toHaveAttribute('autocomplete', 'current-password');
    await signIn(randi, 'randi', 'feil hest batteri');
    await expect(randi.getByText('Brukernavnet eller passordet er ikke riktig.')).toBeVisible();
    await randi.getByRole('checkbox', { name: 'Vis passordet' }).check();
    await expect(password).toHaveAttribute('type', 'text');
    await signIn(randi, 'Randi', PASSWORD);
    await expect(randi).toHaveURL(/\/tavle\//);
    const cookies = await randi.context().cookies();
    expect(cookies.map(({ name, secure, httpOnly, sameSite }) => ({ name, secure, httpOnly, sameSite }))).toEqual([
      { name: '__Host-tavle', secure: true, httpOnly: true, sameSite: 'Strict' },
    ]);
  });

  const add = async (name: string, initials: string, role: string) => {
    await fill(randi, { Navn: name, Initialer: initials });
    await randi.getByLabel('Rolle').selectOption(role);
    await randi.getByRole('button', { name: 'Legg til' }).click();
    await expect(randi.getByRole('rowheader', { name, exact: true })).toBeVisible();
  };

  const code = await test.step('a colleague and a wall screen begin, and the colleague is invited', async () => {
    await randi.getByRole('link', { name: 'Ansatte' }).click();
    await add('Jonas Lie', 'JL', 'TEAM_MEMBER');
    await add('Vegg møterom', 'VM', 'KIOSK');
    await looksClean(randi);
    await randi.getByRole('button', { name: 'Inviter Jonas Lie' }).click();
    return randi.getByText(/^[A-Z]{4}(-[A-Z]{4}){4}$/).innerText();
  });

  const jonas = await browserAt(browser, '/invitasjon');
  await test.step('the colleague makes an account', async () => {
    await looksClean(jonas);
    await fill(jonas, { Engangskode: code, Brukernavn: 'jonas', Passord: PASSWORD });
    await jonas.getByRole('button', { name: 'Lag konto' }).click();
    await expect(jonas).toHaveURL(/\/tavle\//);
    await expect(jonas.getByRole('link', { name: 'Ansatte' })).toBeHidden();
    const late = await browserAt(browser, '/invitasjon');
    await fill(late, { Engangskode: code, Brukernavn: 'jonas2', Passord: PASSWORD });
    await late.getByRole('button', { name: 'Lag konto' }).click();
    await expect(late.getByText('Koden er ikke riktig, eller den er brukt')).toBeVisible();
    await late.context().close();
  });

  await test.step('another password ends the other browser', async () => {
    const elsewhere = await browserAt(browser, '/');
    await signIn(elsewhere, 'jonas', PASSWORD);
    await expect(elsewhere).toHaveURL(/\/tavle\//);
    await jonas.goto('/konto');
    await looksClean(jonas);
    await fill(jonas, { 'Passordet du har nå': PASSWORD, 'Nytt passord': OTHER });
    await jonas.getByRole('button', { name: 'Bytt passord' }).click();
    await expect(jonas.getByText('Passordet er byttet.').first()).toBeVisible();
    await jonas.reload();
    await expect(jonas.getByRole('heading', { level: 1, name: 'Konto og skjermer' })).toBeVisible();
    await expect(elsewhere.getByRole('heading', { level: 1, name: 'Logg inn i Tavle' })).toBeVisible({ timeout: 15_000 });
    await elsewhere.context().close();
  });

  await test.step('a screen becomes a wall, and ending it closes it', async () => {
    const screen = await browserAt(browser, '/');
    await signIn(screen, 'randi', PASSWORD);
    await expect(screen).toHaveURL(/\/tavle\//);
    await screen.goto('/konto');
    await screen.getByRole('button', { name: 'Gjør denne skjermen til vegg: Vegg møterom' }).click();
    await expect(screen).toHaveURL(/\/vegg\//);
    await wake(screen);
    await randi.goto('/konto');
    await expect(randi.getByRole('rowheader', { name: 'Vegg møterom, FACT-team Fjordvik' })).toBeVisible();
    await looksClean(randi);
    await randi.getByRole('button', { name: 'Logg ut Vegg møterom, FACT-team Fjordvik' }).click();
    await expect(randi.getByText('Ingen skjerm er vegg nå.')).toBeVisible();
    await expect(screen.getByText('Oppdatert nå')).toBeHidden({ timeout: 20_000 });
    const session = await screen.request.get('/session');
    expect(await session.json()).toMatchObject({ me: null });
    await screen.context().close();
  });
  for (const page of [randi, jonas]) await page.context().close();
});
