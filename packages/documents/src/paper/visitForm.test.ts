import type { VisitForm } from '@shouwang/domain/policy';
import { strFromU8, unzipSync } from 'fflate';
import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, test } from 'vitest';
import { monthSheetPaper, paperDocx, papersPdf, sheetWords, visitPaper, type Paper, type PrintedVisit } from '../index.ts';

const words = (zh: string) => ({ zh, en: '' });
const option = (code: string, zh: string) => ({ code, label: words(zh) });
const form: VisitForm = {
  id: 'f',
  version: 1,
  title: words('记录表'),
  source: { document: 'd', clause: '1' },
  sections: [
    {
      key: 'household',
      label: words('家庭状况'),
      items: [
        { key: 'householdSize', label: words('家庭人口'), kind: 'change', options: [option('same', '无变化'), option('more', '增加'), option('fewer', '减少')] },
        { key: 'householdChange', label: words('几人'), kind: 'number', unit: words('人'), when: [{ item: 'householdSize', options: ['more', 'fewer'] }] },
      ],
    },
    {
      key: 'safety',
      label: words('安全情况'),
      items: [
        { key: 'gas', label: words('燃气安全'), kind: 'safety', options: [option('safe', '安全'), option('unsafe', '不安全')] },
        { key: 'fire', label: words('消防安全'), kind: 'safety', options: [option('safe', '安全'), option('unsafe', '不安全')] },
      ],
    },
    { key: 'closing', label: words('评价与建议'), items: [{ key: 'need', label: words('老年人服务需求'), kind: 'text' }] },
    {
      key: 'signatures',
      label: words('签字'),
      items: [
        { key: 'visitorKind', label: words('服务人员类别'), kind: 'choice', filledFrom: 'visitorKind', options: [option('gridWorker', '网格员')] },
        { key: 'elderSignature', label: words('签字'), kind: 'signature' },
      ],
    },
  ],
};
const visit: PrintedVisit = {
  elderName: '柏一',
  town: '东镇',
  village: '甲村',
  number: 7,
  occurredOn: '2026-11-17',
  mode: 'home',
  outcome: 'done',
  answers: { householdSize: 'fewer', householdChange: 1, gas: 'unsafe', fire: 'safe', need: '想装扶手', visitorKind: 'gridWorker' },
  note: null,
  visitorName: '赵六',
  visitorSignature: null,
  elderSignature: null,
  form,
};
const setting = { title: '特殊困难老年人探访关爱服务记录表', words: sheetWords, copies: 4 };
const foot = { printed: '打印：某人', page: sheetWords.paper.page };
const pagesOf = async (paper: Paper): Promise<string[]> => {
  const bytes = await papersPdf([paper], { title: 't', on: '2026-11-22', foot, facesFolder: null });
  const pdf = await extractText(await getDocumentProxy(new Uint8Array(bytes ?? [])));
  return pdf.text.map((page) => page.replace(/\s+/g, ''));
};
const ticked = (paper: Paper): string[] =>
  paper.tables.flatMap((table) => table.rows.flatMap((row) => row.cells.flatMap((cell) => cell.lines.flat().flatMap((piece) => (piece.box === 'ticked' ? [piece.text] : [])))));

describe('the form of a visit', () => {
  test('is printed in four copies, each naming who keeps it, on a page of its own', async () => {
    const pages = await pagesOf(visitPaper(visit, setting));
    expect(pages).toHaveLength(4);
    for (const [index, keeper] of ['县民政局', '镇', '村', '服务对象'].entries())
      expect(pages[index]).toContain(`一式4份，县民政局、镇、村、服务对象各存一份；此份：${keeper}留存`);
    for (const text of ['第7次', '2026年11月17日', '姓名：柏一', '互联网音（视）频探访', '想装扶手', '网格员', '服务对象（签字）']) expect(pages[3]).toContain(text);
  });

  test('ticks what was answered, with what stands behind an option, and leaves the rest open', () => {
    expect(ticked(visitPaper(visit, setting))).toEqual(['上门探访', '减少1人', '不安全', '安全']);
    expect(ticked(visitPaper({ ...visit, mode: 'group', answers: {} }, setting))).toEqual(['其他：集体活动']);
  });

  test('the elder’s copy alone is one page of the same wording', async () => {
    const pages = await pagesOf(visitPaper(visit, { ...setting, forElder: true }));
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain('此份：服务对象留存');
  });

  test('as Word in the same four copies, each with pages of its own', async () => {
    const paper = visitPaper(visit, setting);
    const bytes = await paperDocx(paper, { title: 't', foot, photoOf: async () => null });
    const document = strFromU8(unzipSync(new Uint8Array(bytes))['word/document.xml'] ?? new Uint8Array());
    expect(document.match(/想装扶手/g)).toHaveLength(4);
    expect(document.match(/<w:pgNumType w:start="1"/g)).toHaveLength(4);
    for (const copy of paper.copies) expect(document).toContain(copy);
  });
});

test('the monthly sheet has a line a visit and lines left for the pen', async () => {
  const line = { on: '2026-11-03', mode: 'home', outcome: 'done', health: 'worse', safety: 'safe', onForm: false, text: '血压高，已告知女儿', visitorName: '赵六' };
  const paper = monthSheetPaper({ elderName: '柏一', town: '东镇', village: '甲村', responsible: '赵六', month: '2026-11', required: 2, visits: [line] }, sheetWords);
  expect(ticked(paper)).toEqual(['较差', '安全']);
  expect(paper.tables[0]?.rows).toHaveLength(13);
  const pages = await pagesOf(paper);
  expect(pages).toHaveLength(1);
  expect(pages[0]).toContain('11月3日');
});
