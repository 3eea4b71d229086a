import { Line } from './harness/line';
import { expect, test } from './harness/test';
import { fresh, setUp } from './harness/wall';

test.describe('a wall that starts before the network', () => {
  test('shows no rows, says why, and finds the service by itself', async ({ someone }) => {
    const { page, teamId } = await someone({ role: 'KIOSK' });
    await setUp(page);
    const line = await Line.of(page);
    await line.break();
    for (const path of ['**/session', '**/graphql']) await page.route(path, (route) => route.abort());
    await page.goto(`/vegg/${teamId}`);
    await expect(page.getByText('Får ikke kontakt med tjenesten')).toBeVisible();
    await expect(page.getByText('Siden prøver igjen av seg selv.')).toBeVisible();
    await expect(page.getByRole('row')).toHaveCount(0);

    line.mend();
    for (const path of ['**/session', '**/graphql']) await page.unroute(path);
    await expect(fresh(page)).toBeVisible({ timeout: 20_000 });
    await expect(page.getByRole('row').nth(1)).toBeVisible();
  });

  test('with the session known and the board out of reach, it is the same', async ({ someone }) => {
    const { page, teamId } = await someone({ role: 'KIOSK' });
    await setUp(page);
    let blocked = true;
    await page.route('**/graphql', (route) => (blocked && route.request().postData()?.includes('WallBoard') ? route.abort() : route.continue()));
    await page.goto(`/vegg/${teamId}`);
    await expect(page.getByText('Får ikke kontakt med tjenesten')).toBeVisible();
    await expect(page.getByRole('row')).toHaveCount(0);
    blocked = false;
    await expect(fresh(page)).toBeVisible({ timeout: 20_000 });
  });

  test('with rows but no line yet, it does not call them fresh', async ({ someone }) => {
    const { page, teamId } = await someone({ role: 'KIOSK' });
    await setUp(page);
    const line = await Line.of(page);
    await line.break();
    await page.goto(`/vegg/${teamId}`);
    await expect(page.getByRole('row').nth(1)).toBeVisible();
    await expect(page.getByText('Kobler til igjen')).toBeVisible();
    await expect(fresh(page)).toBeHidden();
    line.mend();
    await expect(fresh(page)).toBeVisible({ timeout: 20_000 });
  });
});
