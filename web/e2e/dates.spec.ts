import { findParticipant } from './harness/board';
import { field, group, openForm, osloDay, typedDay } from './harness/screen';
import { expect, test } from './harness/test';

test.describe('a date', () => {
  test('is typed day first, whatever language the browser has', async ({ service, someone }) => {
    const member = await someone({ role: 'TEAM_MEMBER', context: { locale: 'en-US' } });
    const person = await findParticipant(member, service, (row) => row.riskLevel !== null);
    await openForm(member, person.participantId, 'arrears', '?kind=EVICTION_WARNING_RECEIVED');
    const sent = field(member.page, 'Dato sendt');
    await sent.fill('1/2 2026');
    await sent.blur();
    await expect(sent).toHaveValue('1.2.2026');
    await sent.fill('31.2.2026');
    await member.page.getByRole('button', { name: 'Lagre', exact: true }).click();
    await expect(sent).toHaveAccessibleDescription(/Skriv en dato som finnes/);
    await expect(sent).toHaveValue('31.2.2026');
  });

  test('is chosen in the calendar by keyboard alone: Monday first, week numbers, the page’s own words', async ({ service, someone }) => {
    const member = await someone({ role: 'TEAM_MEMBER', context: { locale: 'en-US' } });
    const person = await findParticipant(member, service, (row) => row.riskLevel !== null);
    await openForm(member, person.participantId, 'arrears', '?kind=EVICTION_WARNING_RECEIVED');
    const { page } = member;
    const sent = field(page, 'Dato sendt');
    await sent.fill('18.11.2026');
    await sent.press('Alt+ArrowDown');
    const calendar = page.getByRole('dialog', { name: 'Kalender' });
    await expect(calendar.getByText('november 2026')).toBeVisible();
    await expect(calendar.getByRole('columnheader')).toHaveText(['Uke', 'ma', 'ti', 'on', 'to', 'fr', 'lø', 'sø']);
    await expect(calendar.getByRole('rowheader', { name: '47' })).toBeVisible();
    await expect(calendar.getByRole('button', { name: 'onsdag 18. november 2026' })).toBeFocused();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('Home');
    await expect(calendar.getByRole('button', { name: 'mandag 12. oktober 2026' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(calendar).toBeHidden();
    await expect(sent).toBeFocused();
    await expect(sent).toHaveValue('12.10.2026');
    await sent.press('Alt+ArrowDown');
    await page.keyboard.press('Escape');
    await expect(calendar).toBeHidden();
    await expect(sent).toHaveValue('12.10.2026');
  });

  test('has Nynorsk names in a browser that has none', async ({ service, someone }) => {
    const member = await someone({ role: 'TEAM_MEMBER' });
    await member.context.addInitScript(() => localStorage.setItem('tavle.language', 'nn'));
    const person = await findParticipant(member, service, () => true);
    await member.page.goto(`/deltaker/${person.participantId}/ny/contact`);
    const happened = group(member.page, 'Når det skjedde');
    await expect(happened.getByLabel('Dato')).toHaveValue(typedDay());
    await happened.getByRole('button', { name: 'Opne kalenderen' }).click();
    const calendar = member.page.getByRole('dialog', { name: 'Kalender' });
    await expect(calendar.locator('abbr[title="laurdag"]')).toHaveText('la');
    await expect(calendar.locator('[aria-current="date"]')).toHaveText(String(Number(osloDay().slice(8))));
  });
});

test.describe('an instant to look back to that cannot be shown is said in words, where everybody sees it', () => {
  test('on the board: no date, no such date, and one ahead', async ({ someone }) => {
    const { page, teamId } = await someone({ role: 'TEAM_MEMBER' });
    await page.goto(`/tavle/${teamId}`);
    const picker = page.locator('form.moment');
    await picker.getByRole('button', { name: 'Vis', exact: true }).click();
    await expect(picker.getByText('Skriv en dato som finnes.')).toBeVisible();
    await picker.getByRole('textbox').first().fill('1.1.2031');
    await picker.getByRole('button', { name: 'Vis', exact: true }).click();
    await expect(picker.getByText('Kan ikke være fram i tid.')).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/tavle/${teamId}$`));
  });

  test('of a participant: no date and one ahead', async ({ service, someone }) => {
    const member = await someone({ role: 'TEAM_MEMBER' });
    const { page } = member;
    const person = await findParticipant(member, service, () => true);
    await page.goto(`/deltaker/${person.participantId}`);
    const picker = page.locator('.history-picker');
    await picker.locator('summary').click();
    const show = picker.getByRole('button', { name: 'Vis historikk' });
    await picker.getByLabel('Dato', { exact: true }).fill('');
    await show.click();
    await expect(picker.getByText('Skriv en dato som finnes.')).toBeVisible();
    await picker.getByLabel('Dato', { exact: true }).fill('1.1.2031');
    await show.click();
    await expect(picker.getByText('Kan ikke være fram i tid.')).toBeVisible();
  });
});

test('a page that says that it tries again by itself does', async ({ service, someone }) => {
  const member = await someone({ role: 'TEAM_MEMBER' });
  const { page } = member;
  const person = await findParticipant(member, service, () => true);
  for (const address of [`/deltaker/${person.participantId}/ny/contact`, `/risiko/${member.teamId}?participantId=${person.participantId}`]) {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.route('**/graphql', (route) => route.abort());
    await page.goto(address);
    await expect(page.getByText('Siden prøver igjen av seg selv.').filter({ visible: true }).first()).toBeVisible();
    await page.unroute('**/graphql');
    await expect(page.getByText('Siden prøver igjen av seg selv.').filter({ visible: true })).toHaveCount(0, { timeout: 20_000 });
  }
});
