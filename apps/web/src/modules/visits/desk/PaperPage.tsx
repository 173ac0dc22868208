// Monthly sheets on paper, entered line by line with the keyboard alone: a sheet is one elder's, Enter goes
// to the next line, Ctrl+Enter saves and opens the next elder of the village. What the sheet leaves blank
// stays unanswered.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { elderList, type ElderRow } from '@shouwang/contract/ledger';
import { visitorList } from '@shouwang/contract/network';
import { paperVisits } from '@shouwang/contract/visitRecords';
import { visitModes, visitOutcomes } from '@shouwang/domain/visits';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 } from 'uuid';
import { call } from '../../../platform/api.ts';
import { thisMonth, today } from '../../../platform/clock.ts';
import { useWord } from '../../../platform/i18n/useWords.ts';
import { Notice, Page, Panel } from '../../../ui/parts.tsx';
import { Empty, Loaded, useSentence } from '../../../ui/states.tsx';
import { useWhere } from '../../divisions/useDivisions.ts';
import { VisitTabs } from '../VisitTabs.tsx';
import './desk.css';

interface Line {
  readonly id: string;
  readonly day: string;
  readonly mode: (typeof visitModes)[number];
  readonly outcome: (typeof visitOutcomes)[number];
  readonly minutes: string;
  readonly health: string;
  readonly safety: string;
  readonly need: string;
  readonly refusal: string | null;
}
const blank = (before?: Line): Line => ({
  id: v7(),
  day: '',
  mode: before?.mode ?? 'home',
  outcome: 'done',
  minutes: before?.minutes ?? '',
  health: '',
  safety: '',
  need: '',
  refusal: null,
});
const codes = { health: ['same', 'better', 'worse'], safety: ['safe', 'unsafe'] } as const;

export function PaperPage() {
  const { t } = useTranslation(['visitDesk', 'visits', 'domain', 'common']);
  const word = useWord();
  const sentence = useSentence();
  const client = useQueryClient();
  const { asked, prefix } = useWhere();
  const [month, setMonth] = useState(thisMonth());
  const [search, setSearch] = useState('');
  const [elder, setElder] = useState<ElderRow | null>(null);
  const [visitor, setVisitor] = useState<string | null>(null);
  const [lines, setLines] = useState<readonly Line[]>([blank()]);
  const [entered, setEntered] = useState<string | null>(null);
  const table = useRef<HTMLTableElement>(null);
  const isVillage = prefix.length >= 12;
  const query = { ...asked, ...(search === '' ? {} : { q: search }), limit: 200 };
  const elders = useQuery({ queryKey: ['elders', 'paper', query], queryFn: ({ signal }) => call(elderList, { query, signal }) });
  const visitors = useQuery({ queryKey: ['visitors', 'paper', asked], queryFn: ({ signal }) => call(visitorList, { query: { ...asked, limit: 200 }, signal }) });

  const open = (row: ElderRow): void => {
    setElder(row);
    setLines([blank()]);
    setVisitor(visitors.data?.rows.find((one) => one.name === row.responsible)?.id ?? null);
  };
  useEffect(() => {
    table.current?.querySelector<HTMLInputElement>('tbody tr:last-child input')?.focus();
  }, [elder, lines.length]);
  const next = (): void => {
    const rows = elders.data?.rows ?? [];
    const after = rows[rows.findIndex((row) => row.id === elder?.id) + 1];
    if (after === undefined) setElder(null);
    else open(after);
  };
  const save = useMutation({
    mutationFn: async () => {
      const filled = lines.filter((line) => line.day !== '');
      if (elder === null || filled.length === 0) return [];
      const { answers } = await call(paperVisits, {
        body: {
          visits: filled.map((line) => ({
            id: line.id,
            elderId: elder.id,
            visitorId: visitor,
            mode: line.mode,
            outcome: line.outcome,
            on: `${month}-${line.day.padStart(2, '0')}`,
            ...(line.minutes === '' ? {} : { minutes: Number(line.minutes) }),
            answers: {
              ...(line.health === '' ? {} : { health: line.health }),
              ...(line.safety === '' ? {} : { safety: line.safety }),
              ...(line.need === '' ? {} : { need: line.need }),
            },
          })),
        },
      });
      return answers;
    },
    onSuccess: (answers) => {
      for (const key of ['visits', 'duties', 'behind', 'calendar']) void client.invalidateQueries({ queryKey: [key] });
      const refused = new Map(answers.flatMap((answer) => (answer.refusal === null ? [] : [[answer.id, answer.refusal] as const])));
      const taken = answers.length - refused.size;
      setEntered(elder === null || taken === 0 ? null : t('visitDesk:entered', { name: elder.name, count: taken }));
      if (refused.size === 0) next();
      else setLines(lines.filter((line) => refused.has(line.id)).map((line) => ({ ...line, refusal: refused.get(line.id) ?? null })));
    },
  });
  const daysIn = new Date(Number(month.slice(0, 4)), Number(month.slice(5)), 0).getDate();
  const wrongDay = (line: Line): boolean => line.day !== '' && !(Number(line.day) >= 1 && Number(line.day) <= daysIn && `${month}-${line.day.padStart(2, '0')}` <= today());
  const onKey = (event: KeyboardEvent, index: number): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      if (!lines.some(wrongDay)) save.mutate();
    } else if (lines[index]?.day !== '' && index === lines.length - 1) setLines([...lines, blank(lines[index])]);
    else table.current?.querySelectorAll('tbody tr')[index + 1]?.querySelector<HTMLInputElement>('input')?.focus();
  };
  const edit = (index: number, change: Partial<Line>): void => setLines(lines.map((line, at) => (at === index ? { ...line, ...change, refusal: null } : line)));
  const choice = <Value extends string>(
    index: number,
    label: string,
    value: Value,
    options: readonly { readonly value: string; readonly label: string }[],
    change: (value: Value) => void,
  ) => (
    <select aria-label={label} value={value} onChange={(event) => change(event.target.value as Value)} onKeyDown={(event) => onKey(event, index)}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
  return (
    <Page title={t('visitDesk:paper')} lead={t('visitDesk:paperLead')}>
      <VisitTabs at="paper" />
      <div className="paper-grid">
        <Panel title={t('visitDesk:sheets')}>
          <div className="stack">
            <div className="field">
              <label htmlFor="paper-month">{t('visitDesk:month')}</label>
              <Input id="paper-month" type="month" max={thisMonth()} value={month} onChange={(event) => event.target.value !== '' && setMonth(event.target.value)} />
            </div>
            <Input.Search allowClear placeholder={t('visitDesk:findElder')} aria-label={t('visitDesk:findElder')} onSearch={(text) => setSearch(text.trim())} />
            {!isVillage && <p className="soft">{t('visitDesk:chooseVillage')}</p>}
            <Loaded query={elders} lines={8}>
              {({ rows }) =>
                rows.length === 0 ? (
                  <Empty />
                ) : (
                  <ul className="paper-people">
                    {rows.map((row) => (
                      <li key={row.id}>
                        <button type="button" className="plain-button" aria-pressed={row.id === elder?.id} onClick={() => open(row)}>
                          {row.name} <span className="soft">{isVillage ? (row.group ?? '') : row.villageName}</span>
                        </button>
                      </li>
                    ))}
                  </ul>
                )
              }
            </Loaded>
          </div>
        </Panel>
        <div className="stack">
          {entered !== null && <Notice tone="pine">{entered}</Notice>}
          {elder === null ? (
            <Panel bare>
              <Empty title={t('visitDesk:chooseElder')} hint={t('visitDesk:keys')} />
            </Panel>
          ) : (
            <Panel title={t('visitDesk:sheetOf', { name: elder.name })} note={`${elder.townName} ${elder.villageName}`}>
              <div className="stack">
                <div className="field">
                  <span id="paper-visitor">{t('visits:column.visitor')}</span>
                  <Select
                    aria-labelledby="paper-visitor"
                    showSearch
                    allowClear
                    optionFilterProp="label"
                    value={visitor}
                    placeholder={t('visitDesk:noVisitor')}
                    onChange={(value: string | undefined) => setVisitor(value ?? null)}
                    options={(visitors.data?.rows ?? []).map((one) => ({ value: one.id, label: one.name }))}
                  />
                </div>
                <div className="table-box">
                  <table className="paper-lines" ref={table}>
                    <thead>
                      <tr>
                        {(['day', 'mode', 'outcome', 'minutes', 'health', 'safety', 'need'] as const).map((key) => (
                          <th key={key} scope="col">
                            {t(`visitDesk:line.${key}`)}
                          </th>
                        ))}
                      </tr>
                    </thead>
                    <tbody>
                      {lines.map((line, index) => (
                        <tr key={line.id}>
                          <td>
                            <input
                              aria-label={t('visitDesk:line.day')}
                              inputMode="numeric"
                              size={3}
                              value={line.day}
                              aria-invalid={wrongDay(line)}
                              onChange={(event) => edit(index, { day: event.target.value.replace(/\D/g, '').slice(0, 2) })}
                              onKeyDown={(event) => onKey(event, index)}
                            />
                          </td>
                          <td>
                            {choice(
                              index,
                              t('visitDesk:line.mode'),
                              line.mode,
                              visitModes.map((value) => ({ value, label: t(`domain:mode.${value}`) })),
                              (mode) => edit(index, { mode }),
                            )}
                          </td>
                          <td>
                            {choice(
                              index,
                              t('visitDesk:line.outcome'),
                              line.outcome,
                              visitOutcomes.map((value) => ({ value, label: t(`domain:outcome.${value}`) })),
                              (outcome) => edit(index, { outcome }),
                            )}
                          </td>
                          <td>
                            <input
                              aria-label={t('visitDesk:line.minutes')}
                              inputMode="numeric"
                              size={4}
                              value={line.minutes}
                              onChange={(event) => edit(index, { minutes: event.target.value.replace(/\D/g, '').slice(0, 3) })}
                              onKeyDown={(event) => onKey(event, index)}
                            />
                          </td>
                          {(['health', 'safety'] as const).map((key) => (
                            <td key={key}>
                              {choice(
                                index,
                                t(`visitDesk:line.${key}`),
                                line[key],
                                [{ value: '', label: t('visitDesk:notWritten') }, ...codes[key].map((value) => ({ value, label: t(`visitDesk:paperAnswer.${value}`) }))],
                                (value) => edit(index, { [key]: value }),
                              )}
                            </td>
                          ))}
                          <td className="wide">
                            <input
                              aria-label={t('visitDesk:line.need')}
                              maxLength={200}
                              value={line.need}
                              onChange={(event) => edit(index, { need: event.target.value })}
                              onKeyDown={(event) => onKey(event, index)}
                            />
                            {line.refusal !== null && <p className="problem">{word('errors:', line.refusal)}</p>}
                          </td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
                {lines.some(wrongDay) && <p className="problem">{t('visitDesk:wrongDay')}</p>}
                {save.isError && <p className="problem">{sentence(save.error)}</p>}
                <div className="wrap-row">
                  <Button type="primary" loading={save.isPending} disabled={lines.every((line) => line.day === '') || lines.some(wrongDay)} onClick={() => save.mutate()}>
                    {t('visitDesk:saveSheet')}
                  </Button>
                  <Button onClick={next}>{t('visitDesk:skipSheet')}</Button>
                  <span className="soft">{t('visitDesk:keys')}</span>
                </div>
              </div>
            </Panel>
          )}
        </div>
      </div>
    </Page>
  );
}
