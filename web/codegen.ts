import type { CodegenConfig } from '@graphql-codegen/cli';

const scalars = {
  DateTime: 'string',
  LocalDate: 'string',
  Ore: 'number',
  JSON: 'unknown',
  UUID: 'string',
};

const config: CodegenConfig = {
  schema: '../proto/schema.graphql',
  documents: ['src/**/*.{ts,tsx}', '!src/graphql/generated/**', '!src/**/*.test.{ts,tsx}'],
  ignoreNoDocuments: true,
  generates: {
    'src/graphql/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: { unmaskFunctionName: 'unmask' } },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars,
      },
    },
    // Every enum of the schema, used in a document or not.
    'src/graphql/generated/schema.ts': {
      plugins: ['typescript'],
      config: { enumsAsTypes: true, onlyEnums: true, strictScalars: true, scalars },
    },
  },
};

export default config;
