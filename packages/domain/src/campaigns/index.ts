// 专项探访: extra rounds at festivals, in dangerous seasons, after warnings, by order (003 二（二）).
export * from './handover.ts';
export * from './lunar.ts';
export * from './occasions.ts';
export * from './progress.ts';
