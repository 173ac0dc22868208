// Words of the interface: 简体中文 first, English as the second catalogue. Each entry of the build
// loads only its own namespaces, and only in the language in use; the other comes when it is chosen.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** Namespace → words. */
export type Catalogue = Readonly<Record<string, object>>;
type Loader = (language: Language) => Promise<Catalogue>;

const KEY = 'shouwang.language';
let loader: Loader | null = null;
const loaded = new Set<Language>();

const isLanguage = (text: string | null): text is Language => languages.some((language) => language === text);

/** The language chosen before, else the browser's where it is English, else Chinese. */
export function preferredLanguage(): Language {
  const stored = globalThis.localStorage?.getItem(KEY) ?? null;
  if (isLanguage(stored)) return stored;
  return globalThis.navigator?.language?.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

async function load(language: Language): Promise<void> {
  if (loader === null || loaded.has(language)) return;
  for (const [namespace, words] of Object.entries(await loader(language))) i18next.addResourceBundle(language, namespace, words, true, true);
  loaded.add(language);
}

/** `{{metres, distance}}`: metres below one kilometre, above with one decimal. */
export function inDistance(metres: unknown, language = 'zh-CN'): string {
  const [value, unit] = Number(metres) < 1000 ? [Math.round(Number(metres)), 'meter'] : [Number(metres) / 1000, 'kilometer'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}

/** Called once by each entry before it renders. */
export async function startI18n(load_: Loader): Promise<void> {
  loader = load_;
  const language = preferredLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh-CN',
    defaultNS: 'common',
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  i18next.services.formatter?.add('distance', inDistance);
  await load(language);
  document.documentElement.lang = language;
}

export async function chooseLanguage(language: Language): Promise<void> {
  await load(language);
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

export const currentLanguage = (): Language => (isLanguage(i18next.language) ? i18next.language : 'zh-CN');
