import { readXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { attemptSheet, contactSheet, dutySheet, proposalSheet, visitorSheet } from './index.ts';

const head = { unit: '甲村', filledOn: '2026-11-22' };
const place = { townName: '东镇', villageName: '甲村' };
/** Header and rows of a sheet as text. */
const open = async (bytes: Uint8Array): Promise<string[]> => {
  const { sheets } = await readXlsx(bytes);
  return (sheets[0]?.rows ?? []).slice(2).map((row) =>
    row
      .map((cell) => cell ?? '')
      .join('|')
      .replace(/\|+$/, ''),
  );
};

describe('lists of the desk as workbooks', () => {
  test('duties say by when, how far, and who', async () => {
    const duty = { ...place, elderName: '柏一', kind: 'week', start: '2026-11-16', end: '2026-11-22', required: 2, done: 1, modes: ['home'], suspended: false } as const;
    const rows = await open(
      await dutySheet({
        ...head,
        rows: [
          { ...duty, dueBy: null, responsible: '赵六', lastVisitOn: '2026-11-18' },
          { ...duty, end: '2026-11-21', dueBy: '2026-11-18', responsible: null, lastVisitOn: null },
        ],
      }),
    );
    expect(rows[0]).toBe('序号|镇（街道）|村（社区）|老人|周期|起|止|应访（次）|已访（次）|可用方式|首访期限|状态|责任人|最近探访');
    expect(rows.slice(1, 3)).toEqual([
      '1|东镇|甲村|柏一|每周|2026-11-16|2026-11-22|2|1|上门||待探访|赵六|2026-11-18',
      '2|东镇|甲村|柏一|每周|2026-11-16|2026-11-21|2|1|上门|2026-11-18|逾期未访|未落实|从未',
    ]);
  });

  test('what visits heard stands in the words of the form and of the ledger', async () => {
    const heard = { ...place, elderName: '柏二', heardOn: '2026-11-20', visitorName: '赵六', decidedBy: null, reason: null, livesWith: ['alone'], needs: ['meals'] } as const;
    const rows = await open(
      await proposalSheet({
        ...head,
        rows: [
          { ...heard, heard: { kind: 'household', direction: 'fewer', count: 1, who: '儿子外出' }, state: 'open' },
          { ...heard, heard: { kind: 'need', text: '想装扶手' }, state: 'refused', decidedBy: '甲村', reason: '已装' },
        ],
      }),
    );
    expect(rows[1]).toMatch(/家庭人口减少1人（儿子外出）\|独自居住\|.*待核实$/);
    expect(rows[2]).toMatch(/需求：想装扶手\|助餐.*未采纳\|甲村\|已装$/);
    const [, attempt] = await open(
      await attemptSheet({ ...head, rows: [{ ...place, elderName: '柏三', proposal: 'hospital', reason: 'familyKnows', on: '2026-11-20', visitorName: null, nextOn: null }] }),
    );
    expect(attempt).toBe('1|东镇|甲村|柏三|住院|家人说的|2026-11-20');
  });

  test('visitors and numbers for emergencies, also of a place that has named nobody', async () => {
    const [, visitor] = await open(
      await visitorSheet({
        ...head,
        rows: [{ ...place, name: '赵六', kind: 'helper', phoneMasked: '190****0001', capacity: 7, assigned: 5, dutiesDue: 9, dutiesDone: 4, hasAccount: true }],
      }),
    );
    expect(visitor).toBe('1|东镇|甲村|赵六|互助员|190****0001|5|7|9|4|已开通');
    const contacts = await open(
      await contactSheet({
        ...head,
        places: [
          { ...place, contacts: [{ role: 'doctor', name: '卫生室', phone: '190-00000001' }] },
          { ...place, villageName: '乙村', contacts: [] },
        ],
      }),
    );
    expect(contacts.slice(1, 3)).toEqual(['1|东镇|甲村|1|村医|卫生室|190-00000001', '2|东镇|乙村||还没有填']);
  });
});
