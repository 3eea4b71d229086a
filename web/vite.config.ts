import react from '@vitejs/plugin-react';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { inlineDocuments } from './scripts/inlineDocuments.mjs';

const service = process.env['TAVLE_SERVICE'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [
    inlineDocuments(import.meta.dirname),
    react(),
    // The build itself is kept for when there is no network; no answer of the service ever is.
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      manifest: {
        name: 'Tavle',
        short_name: 'Tavle',
        lang: 'nb',
        start_url: '/',
        display: 'standalone',
        background_color: '#ffffff',
        theme_color: '#00555f',
        icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,woff2,svg}'],
        globIgnores: ['**/WallPage-*'],
        navigateFallback: '/index.html',
        // The wall always comes from the network: a cold start without one shows no rows.
        navigateFallbackDenylist: [/^\/vegg\//, /^\/(graphql|session|demo|import|livez|readyz)/],
        // The first visit is already kept: whoever signs in at the office may lose the network on the stairs.
        clientsClaim: true,
        cleanupOutdatedCaches: true,
      },
    }),
  ],
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
