import { AxeBuilder } from '@axe-core/playwright';
import { openWall } from './harness/screen';
import { expect, test } from './harness/test';

const open = async (page: import('@playwright/test').Page, teamId: string) => {
  await page.goto(`/vegg/${teamId}/oppsett`);
  await expect(page.getByRole('heading', { level: 1, name: 'Sett opp skjermen' })).toBeVisible();
};

test('two columns at five metres on 75 inches; further away one; too far away nothing, and that is not saved', async ({ someone }) => {
  const { page, teamId } = await someone({ role: 'KIOSK', context: { viewport: { width: 1920, height: 1080 } } });
  await open(page, teamId);
  const two = page.getByRole('radio', { name: /To kolonner, 30 på hver side/ });
  const one = page.getByRole('radio', { name: /Én kolonne, 15 på hver side/ });
  const metres = page.getByLabel('Lengste avstand i meter');
  await page.getByLabel('Diagonal i tommer').fill('75');
  await metres.fill('5');
  await expect(two).toBeChecked();
  await expect(page.getByText('23,8 mm høye bokstaver, 16,4′. Kan leses til 5,1 m.')).toBeVisible();

  await metres.fill('6');
  await expect(two).toBeDisabled();
  await expect(one).toBeChecked();
  await expect(page.getByText('For lite på denne avstanden')).toHaveCount(1);

  await metres.fill('9');
  await expect(one).toBeDisabled();
  await expect(page.getByText(/Denne skjermen kan ikke leses herfra\. .*høyst 6,1 m, .*minst 111 tommer/)).toBeVisible();
  await page.getByRole('button', { name: 'Lagre oppsettet' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Ikke lagret: teksten blir for liten' })).toBeVisible();
  await expect(page).toHaveURL(/oppsett$/);

  await metres.fill('6');
  await page.getByRole('radio', { name: 'Hele døgnet' }).check();
  await page.getByRole('button', { name: 'Lagre oppsettet' }).click();
  await expect(page.getByRole('table')).toHaveCount(1);
  await expect(page.getByText(/^Side 1 av \d/)).toBeAttached();
  await expect(page.getByText('Skjermen er ikke satt opp')).toBeHidden();
  await page.reload();
  await expect(page.getByRole('table')).toHaveCount(1);
});

test('the letters on the wall are as high as the set-up says', async ({ someone }) => {
  const { page, teamId } = await someone({ role: 'KIOSK', context: { viewport: { width: 1920, height: 1080 } } });
  await open(page, teamId);
  await page.getByLabel('Diagonal i tommer').fill('75');
  await page.getByLabel('Lengste avstand i meter').fill('5');
  await page.getByRole('radio', { name: 'Hele døgnet' }).check();
  // Measured from the font itself: the height of an H, in millimetres of a screen 934 mm high.
  const capital = (selector: string) =>
    page.locator(selector).first().evaluate(async (word) => {
      await document.fonts.ready;
      const { fontSize, fontWeight, fontFamily } = getComputedStyle(word);
      const context = document.createElement('canvas').getContext('2d');
      if (!context) throw new Error('no canvas');
      // A browser measures in whole pixels: the mean over many sizes.
      const shares = Array.from({ length: 200 }, (_, n) => {
        context.font = `${fontWeight} ${n + 40}px ${fontFamily}`;
        return context.measureText('H').actualBoundingBoxAscent / (n + 40);
      });
      const height = shares.reduce((sum, share) => sum + share, 0) / shares.length;
      return (height * Number.parseFloat(fontSize) * 934) / innerHeight;
    });
  expect(await capital('.wall-test .al')).toBeCloseTo(23.8, 0);
  await page.getByRole('button', { name: 'Lagre oppsettet' }).click();
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  expect(await capital('.w-row .al-word')).toBeCloseTo(23.8, 0);
  const smallest = await page
    .locator('.w-row:not(.w-colh) *, .w-line b, .w-zone *')
    .evaluateAll((all) => Math.min(...all.filter((each) => !each.matches('.who.long, .cap, .sr')).map((each) => Number.parseFloat(getComputedStyle(each).fontSize))));
  expect(smallest).toBeCloseTo(37.8, 1);
});

test('a number that cannot be is said, and the last one that could is used', async ({ someone }) => {
  const { page, teamId } = await someone({ role: 'TEAM_LEADER' });
  await open(page, teamId);
  const inches = page.getByLabel('Diagonal i tommer');
  await inches.fill('4');
  await expect(page.getByText('Et tall fra 10 til 300.')).toBeVisible();
  await expect(inches).toHaveAttribute('aria-invalid', 'true');
});

test('language and appearance are chosen for the screen, and kept on it', async ({ someone }) => {
  const wall = await someone({ role: 'KIOSK' });
  const { page, teamId } = wall;
  await open(page, teamId);
  await page.getByLabel('Mørkt').check();
  await page.getByRole('radio', { name: 'Hele døgnet' }).check();
  await page.getByLabel('Nynorsk').click();
  await page.getByRole('button', { name: 'Lagre oppsettet' }).click();
  await expect(page.getByText('Oppdatert no')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Oppdatert no')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-color-scheme', 'dark');
});

test('axe finds nothing on the set-up page, on the wall, in its menu or when it is blank, light and dark', async ({ someone }) => {
  test.setTimeout(120_000);
  for (const colorScheme of ['light', 'dark'] as const) {
    const wall = await someone({ role: 'KIOSK', context: { colorScheme } });
    const { page, teamId } = wall;
    const nothingFound = async (where: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`), `${where}, ${colorScheme}`).toEqual([]);
    };
    await open(page, teamId);
    await nothingFound('set-up');
    await page.getByRole('radio', { name: 'Hele døgnet' }).check();
    await page.getByRole('button', { name: 'Lagre oppsettet' }).click();
    await expect(page.getByText('Oppdatert nå')).toBeVisible();
    await openWall(wall);
    await nothingFound('wall');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeVisible();
    await nothingFound('menu');
    await page.evaluate(() => {
      const device = JSON.parse(localStorage.getItem('tavle.wall') ?? '{}');
      localStorage.setItem('tavle.wall', JSON.stringify({ ...device, hours: { days: [], from: '07:00', until: '17:00' } }));
    });
    await page.reload();
    await expect(page.getByText('trykk på en tast')).toBeVisible();
    await nothingFound('blank');
  }
});
