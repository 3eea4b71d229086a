import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Puts each `graphql(...)` document where it is written. The generated module holds all of them, and would be loaded
 * whole with the first page.
 * @param {string} root the folder with package.json
 * @returns {import('vite').Plugin}
 */
export function inlineDocuments(root) {
  const documents = new Map();
  return {
    name: 'inline-documents',
    apply: 'build',
    enforce: 'pre',
    buildStart() {
      documents.clear();
      const generated = readFileSync(join(root, 'src/graphql/generated/graphql.ts'), 'utf8');
      for (const [, name, json] of generated.matchAll(/^export const (\w+) = (\{.*\}) as unknown as DocumentNode/gm)) {
        documents.set(name, json);
      }
    },
    transform(code, id) {
      const path = id.split('?')[0].replaceAll('\\', '/');
      if (!/\/src\/.*\.tsx?$/.test(path) || path.includes('/generated/') || !code.includes('graphql(`')) return null;
      return code.replace(/\bgraphql\(`([^`]*)`\)/g, (call, source) => {
        const [, kind, name] = /(query|mutation|subscription|fragment)\s+(\w+)/.exec(source) ?? [];
        const document = documents.get(kind === 'fragment' ? `${name}FragmentDoc` : `${name}Document`);
        if (!document) throw new Error(`${path}: no generated document for ${name ?? call}`);
        return `(${document})`;
      });
    },
  };
}
