import { logins } from './harness/people';
import { expect, test } from './harness/test';

test.describe('signing in', () => {
  test('one chooses a demo user, lands on the board, and every page says that it is a demo', async ({ page, request, service }) => {
    const leader = (await logins(request, service)).find((login) => login.role === 'TEAM_LEADER');
    if (!leader) throw new Error('The demo has no team leader.');
    await page.goto(service.url);
    await expect(page.getByText('Ikke skriv inn opplysninger om virkelige personer')).toBeVisible();
    await page.getByRole('button', { name: new RegExp(leader.name) }).click();
    await expect(page).toHaveURL(/\/tavle\//);
    await expect(page.getByRole('table', { name: 'Tavle' })).toBeVisible();
    await expect(page.getByText('Ikke skriv inn opplysninger om virkelige personer')).toBeVisible();
  });

  test('a link that needs signing in is followed afterwards', async ({ page, request, service }) => {
    const leader = (await logins(request, service)).find((login) => login.role === 'TEAM_LEADER');
    const team = leader?.teams[0];
    if (!leader || !team) throw new Error('The demo has no team leader with a team.');
    await page.goto(`${service.url}/risiko/${team.teamId}`);
    await page.getByRole('button', { name: new RegExp(leader.name) }).click();
    await expect(page).toHaveURL(new RegExp(`/risiko/${team.teamId}`));
    await expect(page.getByRole('heading', { level: 1, name: 'Boligrisiko' })).toBeVisible();
  });

  test('signing out closes what was open', async ({ someone }) => {
    const { page, teamId } = await someone({ role: 'TEAM_LEADER' });
    await page.goto(`/tavle/${teamId}`);
    await page.locator('summary').filter({ hasText: 'Innstillinger' }).click();
    await page.getByRole('button', { name: 'Logg ut' }).click();
    await expect(page).toHaveURL(/\/logg-inn/);
    await page.goBack();
    await expect(page.getByRole('table', { name: 'Tavle' })).toBeHidden();
  });
});
