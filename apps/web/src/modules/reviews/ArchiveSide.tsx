// The panel on a file that says which paper copies there are and where they lie.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ElderFile } from '@shouwang/contract/ledger';
import { archiveGet, archivedForms, paperHolders } from '@shouwang/contract/reviews';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { useCan } from '../../platform/session.ts';
import { Panel, Tag } from '../../ui/parts.tsx';
import { CopyForm } from './CopyForm.tsx';
import { useCopyText } from './useCopyText.ts';

type Form = (typeof archivedForms)[number];

export function ArchiveSide({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['reviews']);
  const elderId = file.row.id;
  const archive = useQuery({ queryKey: ['elder', elderId, 'archive'], queryFn: ({ signal }) => call(archiveGet, { params: { id: elderId }, signal }) });
  const mayRegister = useCan()('archive.manage');
  const textOf = useCopyText();
  const [form, setForm] = useState<Form | null>(null);
  if (archive.data === undefined) return null;
  const { copies, expected } = archive.data;
  const forms = archivedForms.filter((one) => one === 'informationForm' || copies.some((copy) => copy.form === one));
  return (
    <Panel title={t('reviews:archive.side')} bare>
      {forms.map((one) => {
        const own = copies.filter((copy) => copy.form === one);
        const wanted = expected.find((entry) => entry.form === one);
        const shown = paperHolders.filter((holder) => (wanted?.[holder] ?? 0) > 0 || own.some((copy) => copy.holder === holder && copy.copies > 0));
        return (
          <div key={one} className="duty">
            <span className="wrap-row">
              <strong>{t(`reviews:archive.form.${one}`)}</strong>
              {shown.map((holder) => {
                const held = own.find((copy) => copy.holder === holder)?.copies ?? 0;
                const needs = wanted?.[holder] ?? 0;
                return (
                  <Tag key={holder} tone={held >= needs ? 'good' : 'plain'}>
                    {t(`reviews:archive.holder.${holder}`)} {needs === 0 ? held : t('reviews:archive.of', { held, wanted: needs })}
                  </Tag>
                );
              })}
              {mayRegister && (
                <Button size="small" type="link" onClick={() => setForm(one)}>
                  {t('reviews:archive.register')}
                </Button>
              )}
            </span>
            <span className="soft">{own.length === 0 ? t('reviews:archive.none') : textOf(own)}</span>
          </div>
        );
      })}
      {form !== null && (
        <CopyForm
          elderIds={[elderId]}
          form={form}
          expected={expected.find((entry) => entry.form === form) ?? null}
          known={copies.filter((copy) => copy.form === form)}
          close={() => setForm(null)}
        />
      )}
    </Panel>
  );
}
