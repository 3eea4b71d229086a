import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '..');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('/generated/'));

describe('the folders', () => {
  it('keep features apart: none imports another', () => {
    for (const file of files.filter((name) => name.startsWith('features/'))) {
      const feature = file.split('/')[1];
      const text = readFileSync(join(src, file), 'utf8');
      // From, side-effect and dynamic imports, and mocks; however far up the path goes before it comes down.
      for (const [, path = ''] of text.matchAll(/(?:\bfrom|\bimport|\bimport\(|\bmock\()\s*['"`](\.[^'"`]+)['"`]/g)) {
        const [area, name] = posix.join(posix.dirname(file), path).split('/');
        if (area === 'features') expect(name, `${file} imports ${path}`).toBe(feature);
      }
    }
  });

  it('hold no file of more than 300 lines', () => {
    for (const file of files.filter((name) => !name.startsWith('i18n/messages/') && !name.endsWith('icons/paths.tsx'))) {
      expect(readFileSync(join(src, file), 'utf8').split('\n').length, file).toBeLessThanOrEqual(301);
    }
  });

  it('have no external address in what is shipped', () => {
    expect(existsSync(join(src, '..', 'index.html'))).toBe(true);
    const all = files.filter((name) => !name.includes('.test.')).map((name) => readFileSync(join(src, name), 'utf8'));
    expect(all.join('\n')).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  });
});
