import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paths } from './paths';

const PLACE = 'TAVLE_E2E_DEMO_DATA';

/** Where this run's demo data lies. Each service gets a copy. */
export function demoData(): string {
  const place = process.env[PLACE];
  if (place === undefined) throw new Error('The demo data is made by the global setup of playwright.config.ts.');
  return place;
}

/** Makes the demo data once a run; the seed makes it the same every time. Removes it at the end. */
export default function makeDemoData(): () => void {
  for (const [what, path] of [
    ['The service', paths.binary],
    ['The built frontend', paths.dist],
  ] as const) {
    if (!existsSync(path)) throw new Error(`${what} is not at ${path}. Run: cargo xtask test --web-only`);
  }
  const place = mkdtempSync(join(tmpdir(), 'tavle-demo-'));
  const data = join(place, 'data');
  const args = ['demo', '--data', data, '--teams', '2', '--years', '1', '--seed', '7'];
  execFileSync(paths.binary, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  process.env[PLACE] = data;
  return () => rmSync(place, { recursive: true, force: true });
}
