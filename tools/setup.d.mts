// Types of setup.mjs for the browser tests.
export const root: string;
export function findChromium(): string | null;
