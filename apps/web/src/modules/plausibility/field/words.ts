// The words of doubts come with the screen, not with the app: hardly anybody needs them on the first one.
import i18next from 'i18next';
import english from '../../../platform/i18n/en/plausibility.json' with { type: 'json' };
import chinese from '../../../platform/i18n/zh-CN/plausibility.json' with { type: 'json' };

export function addWords(): void {
  i18next.addResourceBundle('zh-CN', 'plausibility', chinese, true, true);
  i18next.addResourceBundle('en', 'plausibility', english, true, true);
}
