// The component library dressed in our tokens, in the language in use.
import { LoadingOutlined } from '@ant-design/icons';
import { App, ConfigProvider, theme } from 'antd';
import enGB from 'antd/locale/en_GB';
import zhCN from 'antd/locale/zh_CN';
import { useLayoutEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppearance, usePreferences } from '../platform/preferences.ts';
import { useStill } from '../platform/useMedia.ts';
import { applyTokens, fontFamily, palettes, radius, shadow } from './tokens.ts';

export function Theme({ children }: { readonly children: ReactNode }) {
  const appearance = useAppearance();
  const { textSize } = usePreferences();
  const { i18n } = useTranslation();
  useLayoutEffect(() => {
    applyTokens(appearance);
    document.documentElement.style.fontSize = `${textSize}%`;
  }, [appearance, textSize]);
  const still = useStill();
  const palette = palettes[appearance];
  const scale = textSize / 100;
  return (
    <ConfigProvider
      locale={i18n.language === 'en' ? enGB : zhCN}
      // The library's own spinner has a name of its own, which would stand in the button's name.
      button={{ autoInsertSpace: false, loadingIcon: <LoadingOutlined aria-hidden="true" /> }}
      theme={{
        algorithm: appearance === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
        token: {
          colorPrimary: palette.pine,
          colorLink: palette.pine,
          colorLinkHover: palette.pineStrong,
          colorInfo: palette.pine,
          colorSuccess: palette.good,
          colorWarning: palette.amber,
          colorError: palette.danger,
          colorText: palette.ink,
          colorTextSecondary: palette.inkSoft,
          colorTextTertiary: palette.inkFaint,
          colorTextPlaceholder: palette.inkFaint,
          colorTextDescription: palette.inkFaint,
          colorTextLightSolid: palette.onPine,
          colorBgLayout: palette.ground,
          colorBgContainer: palette.surface,
          colorBgElevated: palette.surface,
          colorBorder: palette.lineStrong,
          colorBorderSecondary: palette.line,
          borderRadius: radius,
          fontFamily,
          fontSize: 14 * scale,
          controlHeight: Math.round(34 * scale),
          boxShadow: shadow,
          boxShadowSecondary: shadow,
          motion: !still,
          motionDurationFast: '0.08s',
          motionDurationMid: '0.12s',
          motionDurationSlow: '0.15s',
        },
        components: {
          Button: { primaryShadow: 'none', defaultShadow: 'none', fontWeight: 500 },
          Select: { optionSelectedColor: palette.ink, optionSelectedBg: palette.pineSoft },
          Segmented: { itemSelectedColor: palette.pine, itemColor: palette.inkSoft },
        },
      }}
    >
      <App component={false}>{children}</App>
    </ConfigProvider>
  );
}
