// 简体中文 or English; each language is named in itself.
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, currentLanguage, languages } from '../../platform/i18n/setup.ts';

export function LanguageSwitch() {
  const { t } = useTranslation(['shell']);
  return (
    <Segmented
      aria-label={t('shell:languageLabel')}
      value={currentLanguage()}
      onChange={(language) => void chooseLanguage(language)}
      options={languages.map((language) => ({ value: language, label: t(`shell:language.${language}`) }))}
    />
  );
}
