import { expect, test } from './harness/test';

test('without a network the list of the day is still there, and says when it was so', async ({ someone }) => {
  const { page, teamId, context } = await someone({ role: 'TEAM_MEMBER' });
  await page.goto(`/mine/${teamId}`);
  await expect(page.getByText(/^Oppdatert kl\. \d\d\.\d\d$/)).toBeVisible();
  const lines = page.locator('.home li');
  const before = await lines.allTextContents();
  expect(before.length).toBeGreaterThan(0);

  await context.setOffline(true);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(page.locator('.home-as-of').getByText(/^Slik det var kl\. \d\d\.\d\d$/)).toBeVisible();
  expect(await lines.allTextContents()).toEqual(before);
  await expect(page.locator('.home')).not.toHaveCSS('background-image', 'none');

  await context.setOffline(false);
  await expect(page.getByText(/^Oppdatert kl\. \d\d\.\d\d$/)).toBeVisible();
  await expect(page.locator('.home')).toHaveCSS('background-image', 'none');
});
