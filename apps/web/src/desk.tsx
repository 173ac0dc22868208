// Entry of the desk, the web application of the offices.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Desk } from './app/Desk.tsx';
import { startI18n } from './platform/i18n/setup.ts';

await startI18n(async (language) => (language === 'en' ? (await import('./platform/i18n/en/desk.ts')).default : (await import('./platform/i18n/zh-CN/desk.ts')).default));
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Desk />
  </StrictMode>,
);
