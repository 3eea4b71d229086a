export function parseCsv(text: string): string[][];
export function readTerms(): { key: string; text: string[] }[];
