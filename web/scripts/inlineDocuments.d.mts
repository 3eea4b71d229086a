import type { Plugin } from 'vite';

export function inlineDocuments(root: string): Plugin;
