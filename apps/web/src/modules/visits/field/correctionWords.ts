// The words of corrections come with their screen, not with the app: the first screen does not need them.
import i18next from 'i18next';
import english from '../../../platform/i18n/en/correctionField.json' with { type: 'json' };
import chinese from '../../../platform/i18n/zh-CN/correctionField.json' with { type: 'json' };

export function addCorrectionWords(): void {
  i18next.addResourceBundle('zh-CN', 'correctionField', chinese, true, true);
  i18next.addResourceBundle('en', 'correctionField', english, true, true);
}
