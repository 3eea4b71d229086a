// What a browser must download and run before the first page shows: the entry, its static imports,
// the sign-in page and one language. Fails over the budget.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGET = 180 * 1024;
const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'));

function closure(keys) {
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key) || !manifest[key]) return;
    seen.add(key);
    for (const next of manifest[key].imports ?? []) visit(next);
  };
  keys.forEach(visit);
  return [...seen].map((key) => manifest[key].file).filter((file) => file.endsWith('.js'));
}

const gzipped = (files) => files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0);
const kb = (bytes) => `${(bytes / 1024).toFixed(1)} kB`;
const base = ['index.html', 'src/i18n/generated/words.nb.ts'];
const routes = {
  'sign-in': 'src/app/SignInPage.tsx',
  wall: 'src/features/board/wall/WallPage.tsx',
  board: 'src/features/board/desk/DeskPage.tsx',
};

let failed = false;
for (const [name, key] of Object.entries(routes)) {
  const size = gzipped(closure([...base, key]));
  if (size > BUDGET) failed = true;
  console.log(`${name}: ${kb(size)} gzipped JavaScript of ${kb(BUDGET)}`);
}
if (failed) {
  console.error('First-page JavaScript is over the budget.');
  process.exit(1);
}
