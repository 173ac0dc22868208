// The one place for colour, type and space. CSS reads them as custom properties (`--ink`, `--pine` …),
// the component library through ui/theme.tsx; dark mode is the same names with other values.
// Contrast of text on its ground is at least 4.5 in both (tokens.test.ts).

const light = {
  pine: '#1F6F5C',
  pineStrong: '#18594A',
  pineSoft: '#E4F0EC',
  onPine: '#FFFFFF',
  amber: '#B45309',
  amberMark: '#F59E0B',
  amberSoft: '#FDF4E3',
  danger: '#C8372D',
  dangerSoft: '#FDF0EE',
  good: '#2E7D32',
  goodSoft: '#EEF6EE',
  ground: '#F7F6F3',
  surface: '#FFFFFF',
  sunken: '#F5F3EF',
  line: '#E4E0D9',
  lineStrong: '#8C857A',
  ink: '#26231F',
  inkSoft: '#57514A',
  inkFaint: '#6E675E',
  shade0: '#C6DDD5',
  shade1: '#7FB3A3',
  shade2: '#1F6F5C',
};
export type Palette = typeof light;

const dark: Palette = {
  pine: '#6CC2AB',
  pineStrong: '#8AD3BF',
  pineSoft: '#1D3630',
  onPine: '#0E1F1A',
  amber: '#F0B35B',
  amberMark: '#F59E0B',
  amberSoft: '#3A2C14',
  danger: '#F58B82',
  dangerSoft: '#40201D',
  good: '#84C788',
  goodSoft: '#1E3320',
  ground: '#171614',
  surface: '#201F1C',
  sunken: '#1B1A17',
  line: '#37342F',
  lineStrong: '#857E73',
  ink: '#EFECE6',
  inkSoft: '#C3BDB3',
  inkFaint: '#A39C91',
  shade0: '#2C4A42',
  shade1: '#418071',
  shade2: '#6CC2AB',
};

/** Outdoors: black on white, strong edges, deep colours. */
const sun: Palette = {
  ...light,
  pine: '#0A4A3B',
  pineStrong: '#063529',
  pineSoft: '#D9EDE6',
  amber: '#703200',
  amberMark: '#B45309',
  amberSoft: '#FFF0CC',
  danger: '#9E140A',
  dangerSoft: '#FFE7E3',
  good: '#124D17',
  goodSoft: '#E0F3E0',
  ground: '#FFFFFF',
  sunken: '#F3F3F3',
  line: '#6B6B6B',
  lineStrong: '#2B2B2B',
  ink: '#000000',
  inkSoft: '#1C1C1C',
  inkFaint: '#333333',
};

export const palettes = { light, dark, sun } as const;
export type Appearance = keyof typeof palettes;

export const radius = 6;
export const shadow = '0 1px 2px rgb(38 35 31 / 6%), 0 6px 20px rgb(38 35 31 / 8%)';
/** System fonts first, then Noto Sans SC; nothing is downloaded. */
export const fontFamily =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif';

/** Puts the tokens on the document, through the CSSOM, as the content security policy wants. */
export function applyTokens(appearance: Appearance, root: HTMLElement = document.documentElement): void {
  for (const [name, value] of Object.entries(palettes[appearance])) {
    root.style.setProperty(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value);
  }
  root.style.setProperty('--radius', `${radius}px`);
  root.style.setProperty('--shadow', shadow);
  root.style.setProperty('--font', fontFamily);
  root.dataset['appearance'] = appearance;
  root.style.colorScheme = appearance === 'dark' ? 'dark' : 'light';
}
