import { expect, test } from './harness/test';

test.describe('the language of the screen', () => {
  test('is chosen before signing in, and stays', async ({ page, service }) => {
    await page.goto(`${service.url}/logg-inn`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Logg inn i Tavle');
    await page.getByLabel('Nynorsk').click();
    await expect(page.getByText('Vel kven du er.')).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'nn');
    await page.getByLabel('English').click();
    await expect(page.getByText('Choose who you are.')).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.reload();
    await expect(page.getByText('Choose who you are.')).toBeVisible();
  });

  test('can be changed while signed in', async ({ someone }) => {
    const { page, teamId } = await someone({ role: 'TEAM_LEADER' });
    await page.goto(`/tavle/${teamId}`);
    const menu = page.getByRole('navigation', { name: 'Hovedmeny' });
    await expect(menu.getByRole('link')).toHaveText(['Tavle', 'Mine i dag', 'Bolig', 'Risiko', 'Innsyn og endringer', 'Ansatte']);
    await page.locator('summary').filter({ hasText: 'Innstillinger' }).click();
    await page.getByLabel('English').click();
    await expect(page.getByRole('navigation', { name: 'Main menu' }).getByRole('link')).toHaveText([
      'Board',
      'My day',
      'Housing',
      'Risk',
      'Access and changes',
      'Staff',
    ]);
    await page.getByLabel('Nynorsk').click();
    await expect(page.getByRole('navigation', { name: 'Hovudmeny' })).toContainText('Bustad');
  });
});
