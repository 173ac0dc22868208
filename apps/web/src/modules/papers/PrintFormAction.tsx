// The button on an elder's file that prints one of his forms or the report of an assessment. Assessments
// are asked for only when their report is chosen: reading them is written down.
import { PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, Radio } from 'antd';
import { assessmentsOf } from '@shouwang/contract/assessments';
import type { ElderFile } from '@shouwang/contract/ledger';
import { abilityPrint, monthSheetPrint, paperForms, paperPrint } from '@shouwang/contract/papers';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, file } from '../../platform/api.ts';
import { thisMonth } from '../../platform/clock.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { saveFile } from '../../platform/save.ts';
import { useCan } from '../../platform/session.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { Loaded } from '../../ui/states.tsx';
import { PrintOptions, type PrintChoice } from './PrintOptions.tsx';

type Form = (typeof paperForms)[number] | 'ability' | 'monthSheets';

/** Which assessment's report; the newest first. */
function ChooseAssessment({ elderId, chosen, choose }: { readonly elderId: string; readonly chosen: string | null; readonly choose: (id: string) => void }) {
  const { t } = useTranslation(['papers', 'domain']);
  const query = useQuery({ queryKey: ['assessments', elderId], queryFn: ({ signal }) => call(assessmentsOf, { params: { id: elderId }, signal }) });
  return (
    <Loaded query={query} lines={2}>
      {({ assessments }) => {
        const abilities = assessments.filter((one) => one.kind === 'ability');
        if (abilities.length === 0) return <p className="soft">{t('papers:noAssessment')}</p>;
        return (
          <div className="field">
            <span id="print-assessment">{t('papers:assessment')}</span>
            <Radio.Group
              aria-labelledby="print-assessment"
              value={chosen}
              onChange={(event) => choose(String(event.target.value))}
              options={abilities.map((one) => ({ value: one.id, label: `${formatDate(one.assessedOn)} · ${t(`domain:abilityLevel.${one.result.level}`)}` }))}
            />
          </div>
        );
      }}
    </Loaded>
  );
}

function PrintDialog({ elderId, close }: { readonly elderId: string; readonly close: () => void }) {
  const { t } = useTranslation(['papers', 'common']);
  const allowed = useCan();
  const [assessment, setAssessment] = useState<string | null>(null);
  const [form, setForm] = useState<Form>('information');
  const [month, setMonth] = useState(thisMonth());
  const [isBlank, setBlank] = useState(false);
  const [choice, setChoice] = useState<PrintChoice<'pdf' | 'docx'>>({ format: 'pdf', isFull: false, reason: '' });
  const check = (): string | null => (form === 'ability' && assessment === null ? t('papers:assessmentMissing') : choice.reason.trim().length < 2 ? t('common:reasonShort') : null);
  const print = async (): Promise<void> => {
    const body = { format: choice.format, numbers: choice.isFull ? 'full' : 'masked', reason: choice.reason.trim() } as const;
    saveFile(
      form === 'monthSheets'
        ? await file(monthSheetPrint, { params: { id: elderId }, body: { month, blank: isBlank, format: choice.format, reason: choice.reason.trim() } })
        : form === 'ability'
          ? await file(abilityPrint, { params: { id: assessment ?? '' }, body })
          : await file(paperPrint, { params: { id: elderId }, body: { ...body, form } }),
    );
  };
  return (
    <FormDialog title={t('papers:printForm')} okText={t('papers:print')} check={check} onSave={print} onClose={close}>
      <div className="field">
        <span id="print-what">{t('papers:what')}</span>
        <Radio.Group
          aria-labelledby="print-what"
          value={form}
          onChange={(event) => setForm(event.target.value as Form)}
          options={[...paperForms, ...(allowed('assessments.read') ? (['ability'] as const) : []), ...(allowed('visits.read') ? (['monthSheets'] as const) : [])].map((one) => ({
            value: one,
            label: t(`papers:kind.${one}`),
          }))}
        />
      </div>
      {form === 'ability' && <ChooseAssessment elderId={elderId} chosen={assessment} choose={setAssessment} />}
      {form === 'monthSheets' && (
        <div className="field">
          <label htmlFor="print-month">{t('papers:month')}</label>
          <Input id="print-month" type="month" value={month} onChange={(event) => event.target.value !== '' && setMonth(event.target.value)} />
          <Checkbox checked={isBlank} onChange={(event) => setBlank(event.target.checked)}>
            {t('papers:blank')}
          </Checkbox>
        </div>
      )}
      <PrintOptions formats={['pdf', 'docx']} choice={choice} change={setChoice} />
    </FormDialog>
  );
}

export function PrintFormAction({ file: elder }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['papers']);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon={<PrinterOutlined />} onClick={() => setOpen(true)}>
        {t('papers:print')}
      </Button>
      {isOpen && <PrintDialog elderId={elder.row.id} close={() => setOpen(false)} />}
    </>
  );
}
