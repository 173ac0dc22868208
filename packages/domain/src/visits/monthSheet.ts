// The monthly sheet (decisions.md, The visit form): one line a visit on one sheet of paper for each elder,
// for counties that accept it beside the single form. It asks less than the form, so it is a form of its
// own: what the paper did not ask is not answered.
import type { VisitForm } from '../policy/pack.ts';

export const MONTH_SHEET = 'month-sheet';
export const monthSheetForm: VisitForm = {
  id: MONTH_SHEET,
  version: 1,
  title: { zh: '探访月记录表（纸质）', en: 'Monthly sheet (paper)' },
  source: { document: 'platform', clause: '纸质月表' },
  sections: [
    {
      key: 'line',
      label: { zh: '探访情况', en: 'Visit' },
      items: [
        {
          key: 'health',
          label: { zh: '身体与精神', en: 'Body and mind' },
          kind: 'change',
          sealed: true,
          options: [
            { code: 'same', label: { zh: '无变化', en: 'No change' } },
            { code: 'better', label: { zh: '较好', en: 'Better' } },
            { code: 'worse', label: { zh: '较差', en: 'Worse' } },
          ],
          finding: ['worse'],
        },
        {
          key: 'safety',
          label: { zh: '燃气、水暖、用电、消防', en: 'Gas, water, electricity, fire' },
          kind: 'safety',
          options: [
            { code: 'safe', label: { zh: '安全', en: 'Safe' } },
            { code: 'unsafe', label: { zh: '有隐患', en: 'Hazard' } },
          ],
          finding: ['unsafe'],
        },
        { key: 'need', label: { zh: '服务需求', en: 'Needs' }, kind: 'text' },
        { key: 'advice', label: { zh: '建议', en: 'Advice' }, kind: 'text' },
      ],
    },
  ],
};
