// Which columns a list shows and how close its rows stand; kept in the browser.
import { SlidersOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { setPreferences, usePreferences } from '../../platform/preferences.ts';
import { toggled } from './filters.ts';

export function ListSettings({
  list,
  columns,
  hidden,
  fixed,
}: {
  readonly list: string;
  readonly columns: readonly { readonly key: string; readonly title: string }[];
  readonly hidden: readonly string[];
  readonly fixed: string;
}) {
  const { t } = useTranslation(['ledger']);
  const preferences = usePreferences();
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <div className="list-settings" role="group" aria-label={t('ledger:listSettings')}>
          <Segmented
            aria-label={t('ledger:density')}
            value={preferences.density}
            onChange={(density) => setPreferences({ density })}
            options={[
              { value: 'comfortable' as const, label: t('ledger:comfortable') },
              { value: 'compact' as const, label: t('ledger:compact') },
            ]}
          />
          <p className="field-label">{t('ledger:columns')}</p>
          {columns.map((column) => (
            <Checkbox
              key={column.key}
              checked={!hidden.includes(column.key)}
              disabled={column.key === fixed}
              onChange={() => setPreferences({ hiddenColumns: { ...preferences.hiddenColumns, [list]: toggled(hidden, column.key) } })}
            >
              {column.title}
            </Checkbox>
          ))}
        </div>
      }
    >
      <Button icon={<SlidersOutlined />}>{t('ledger:listSettings')}</Button>
    </Popover>
  );
}
