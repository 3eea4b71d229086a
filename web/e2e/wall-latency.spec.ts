import type { Page } from '@playwright/test';
import { findParticipant, standing } from './harness/board';
import { record } from './harness/commands';
import { openWall, turnTo } from './harness/screen';
import { expect, test } from './harness/test';
import { setUp } from './harness/wall';

const OPENED = 10;
const CHANGES = 20;

declare global {
  interface Window {
    tavleSeen: { notice: number; firstRow: number };
  }
}

/** Notes, on the page's own clock, when word of a change arrives and when the first row is painted. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.tavleSeen = { notice: 0, firstRow: 0 };
    const Real = window.WebSocket;
    window.WebSocket = class extends Real {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.addEventListener('message', ({ data }) => {
          if (String(data).includes('BoardInvalidated')) window.tavleSeen.notice = performance.now();
        });
      }
    };
    const painted = (then: () => void) => requestAnimationFrame(() => setTimeout(then));
    new MutationObserver((_, observer) => {
      if (!document.querySelector('[role=rowheader]')) return;
      observer.disconnect();
      painted(() => void (window.tavleSeen.firstRow = performance.now()));
    }).observe(document, { subtree: true, childList: true });
  });
}

test('opened → first row painted; word of a change → the change painted', async ({ service, someone }) => {
  test.setTimeout(180_000);
  const wall = await someone({ role: 'KIOSK', context: { viewport: { width: 1920, height: 1080 } } });
  const { page, teamId } = wall;
  await setUp(page);
  await watch(page);
  const first: number[] = [];
  for (let n = 0; n < OPENED; n += 1) {
    await page.goto(`/vegg/${teamId}`);
    await expect.poll(() => page.evaluate(() => window.tavleSeen.firstRow)).toBeGreaterThan(0);
    first.push(await page.evaluate(() => window.tavleSeen.firstRow));
  }

  const member = await someone({ role: 'TEAM_MEMBER' });
  const { participantId, alias } = await findParticipant(member, service, (row) => !standing(row, 'CRISIS'));
  const { me } = (await (await member.context.request.get('/session')).json()) as { me: { staffId: string } };
  await openWall(wall);
  await turnTo(page, alias);
  const changes: number[] = [];
  for (let n = 0; n < CHANGES; n += 1) {
    const isCrisis = n % 2 === 0;
    const painted = page.evaluate(
      ([who, wanted]) =>
        new Promise<number>((resolve) => {
          const rows = () => [...document.querySelectorAll('[role=row]')];
          const observer = new MutationObserver(() => {
            const row = rows().find((each) => each.querySelector('[role=rowheader]')?.textContent === who);
            if (row?.textContent.includes('Krise') !== wanted) return;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - window.tavleSeen.notice)));
          });
          observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        }),
      [alias, isCrisis] as const,
    );
    // Words are gathered for a quarter of a second after each: one change at a time is what people make.
    await page.waitForTimeout(400);
    if (isCrisis) await record(member, service, 'recordCrisis', { kind: 'CRISIS_REPORTED', participantId });
    else await record(member, service, 'recordCrisis', { kind: 'CRISIS_RESOLVED', deciderId: me.staffId, participantId });
    // Somebody in crisis comes first, and may turn up on another page.
    await turnTo(page, alias);
    changes.push(await painted);
  }
  // oxlint-disable-next-line no-console -- this is the report
  console.log(`First row after ${summary(first)}. Word of a change → painted ${summary(changes)}.`);
});

function summary(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return `p50 ${at(0.5)} ms, most ${at(1)} ms (${sorted.length})`;
}
