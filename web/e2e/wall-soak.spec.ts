import { findParticipant, standing } from './harness/board';
import { record } from './harness/commands';
import { Line } from './harness/line';
import { expect, test } from './harness/test';
import { fresh, setUp } from './harness/wall';

/**
 * A working day of a wall in minutes: the page's clock runs fast and so does the service's word that all is as it was;
 * changes and answers are the real ones. Asked for with SOAK, the number of hours. What grows with time — timers,
 * listeners, sockets, rows kept — shows in the heap.
 */
const HOURS = Number(process.env['SOAK'] ?? '8') || 8;
const MINUTES_A_ROUND = 5;
const BEAT_MS = 2_500;
const GROWTH = 1.2;

test(`${HOURS} hours on the wall: the heap stays flat, there is one socket, and it is fresh at the end`, async ({ service, someone }) => {
  test.setTimeout(HOURS * 600_000);
  const wall = await someone({ role: 'KIOSK' });
  const { page, teamId } = wall;
  await setUp(page);
  const line = await Line.of(page);
  await page.clock.install();
  await page.goto(`/vegg/${teamId}`);
  await expect(fresh(page)).toBeVisible();

  const member = await someone({ role: 'TEAM_MEMBER' });
  const { participantId } = await findParticipant(member, service, (row) => !standing(row, 'CRISIS'));
  const { me } = (await (await member.context.request.get('/session')).json()) as { me: { staffId: string } };
  const session = await page.context().newCDPSession(page);
  const heap = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return usedSize;
  };
  const nodes = () => page.evaluate(() => document.querySelectorAll('*').length);

  let now = Date.now();
  const heaps: number[] = [];
  const drawn: number[] = [];
  const rounds = Math.ceil((HOURS * 60) / MINUTES_A_ROUND);
  for (let round = 0; round < rounds; round += 1) {
    for (let run = 0; run < MINUTES_A_ROUND * 60_000; run += BEAT_MS) {
      now += BEAT_MS;
      line.beat(new Date(now));
      await page.clock.runFor(BEAT_MS);
      await line.answered();
    }
    const about = { participantId };
    if (round % 2 === 0) await record(member, service, 'recordCrisis', { kind: 'CRISIS_REPORTED', ...about });
    else await record(member, service, 'recordCrisis', { kind: 'CRISIS_RESOLVED', deciderId: me.staffId, ...about });
    await expect(fresh(page)).toBeVisible({ timeout: 30_000 });
    await expect.poll(() => line.open).toBe(1);
    heaps.push(await heap());
    drawn.push(await nodes());
  }

  // The first rounds fill what is filled once: both pages, every word.
  const settled = heaps.slice(Math.min(4, Math.floor(heaps.length / 4)));
  const [first = 0] = settled;
  const last = settled.at(-1) ?? 0;
  const mb = (bytes: number) => `${(bytes / 1_048_576).toFixed(2)} MB`;
  // oxlint-disable-next-line no-console -- this is the report
  console.log(
    `${HOURS} h in ${rounds} rounds. Heap ${mb(first)} → ${mb(last)} (${((last / first - 1) * 100).toFixed(1)} %), at most ${mb(Math.max(...settled))}. ` +
      `Elements ${Math.min(...drawn)}–${Math.max(...drawn)}. Sockets made ${line.made}, at most ${line.mostOpen} open.`,
  );
  expect(last).toBeLessThan(first * GROWTH);
  expect(line.open).toBe(1);
  expect(line.mostOpen).toBe(1);
});
