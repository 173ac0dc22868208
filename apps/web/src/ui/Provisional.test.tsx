// The note is said once, with how many rows it means, and not at all where every value is confirmed.
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import common from '../platform/i18n/zh-CN/common.json';
import { ProvisionalNote } from './Provisional.tsx';

beforeAll(async () => {
  await i18next.use(initReactI18next).init({ lng: 'zh-CN', resources: { 'zh-CN': { common } }, interpolation: { escapeValue: false } });
});

it('says how many rows of the page rest on values to be confirmed', () => {
  const rows = [{ provisional: true }, { provisional: false }, { provisional: true }];
  expect(renderToStaticMarkup(<ProvisionalNote rows={rows} />)).toContain('2 人');
  expect(renderToStaticMarkup(<ProvisionalNote rows={[{ provisional: false }]} />)).toBe('');
});
