import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { inlineDocuments } from './scripts/inlineDocuments.mjs';

const service = process.env['TAVLE_SERVICE'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [inlineDocuments(import.meta.dirname), react()],
  build: {
    target: 'es2022',
    manifest: true,
    sourcemap: false,
    // Fonts and images stay files of their own: the content security policy allows no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      treeshake: {
        // Designsystemet exports all components from one file and does not say that leaving some out is safe.
        moduleSideEffects: (id) => !/designsystemet-react|@floating-ui|@tanstack\/(react-)?virtual/.test(id),
      },
    },
  },
  server: {
    // The table of kinds lies with the contract, beside this directory.
    fs: { allow: ['.', '../proto/kinds.json'] },
    proxy: {
      '/graphql': { target: service, ws: true },
      '/session': service,
      '/demo': service,
    },
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    maxWorkers: 1,
  },
});
