import { crc32, deflateSync } from 'node:zlib';
import { enrolmentForm, factCatalogue, factKeys, informationForm, type EffectiveFacts, type Shape } from '@shouwang/domain/ledger';
import { PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib';
import { strFromU8, unzipSync } from 'fflate';
import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, test } from 'vitest';
import { factText, formPaper, paperDocx, papersPdf, sheetPaper, sheetWords, type FormPerson, type FormSetting, type Paper } from '../index.ts';
import { familyOf } from './family.ts';

const text = { words: sheetWords.facts, numbers: 'full' as const, yes: '是', no: '否', none: '无', yuan: '元' };
const setting: FormSetting = { text, words: sheetWords, filledOn: '2026-11-22', copies: 3 };
const person = (facts: EffectiveFacts): FormPerson => ({
  photoOf: null,
  facts,
  town: '东镇',
  village: '甲村',
  categories: ['livingAlone'],
  targets: ['livingAlone', 'emptyNest'],
  abilityOn: '2026-03-01',
  responsible: '赵六',
  helpers: ['钱七', '孙八'],
  helpedSince: '2024-01-01',
  signedOff: [{ place: 1, name: '周九', on: '2026-11-20' }],
});
const options = { title: 't', on: '2026-11-22', foot: { printed: '打印：某人', page: sheetWords.paper.page }, facesFolder: null };
const pagesOf = async (papers: readonly Paper[]): Promise<string[]> => {
  const bytes = await papersPdf(papers, options);
  const pdf = await extractText(await getDocumentProxy(new Uint8Array(bytes ?? [])));
  return pdf.text.map((page) => page.replace(/\s+/g, ''));
};
/** A PNG of 5 × 7 grey pixels. */
const picture = (() => {
  const chunk = (kind: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const pixels = deflateSync(Buffer.alloc(7 * 6, 0x60).map((byte, at) => (at % 6 === 0 ? 0 : byte)));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', Buffer.from([0, 0, 0, 5, 0, 0, 0, 7, 8, 0, 0, 0, 0])),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
})();
/** Every cell fits its row exactly, rowspans counted, as both writers need. */
const widthsOf = (paper: Paper): number[][] =>
  paper.tables.map(({ rows }) => {
    const reaching: number[] = [];
    return rows.map(({ cells }, at) => {
      const own = cells.reduce((sum, cell) => sum + (cell.across ?? 1), 0);
      const from = reaching[at] ?? 0;
      for (const cell of cells) for (let below = 1; below < (cell.down ?? 1); below += 1) reaching[at + below] = (reaching[at + below] ?? 0) + (cell.across ?? 1);
      return own + from;
    });
  });

describe('a form', () => {
  test('fills its grid, whatever is known', () => {
    const records = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `某${index}`, relation: '子' }));
    for (const facts of [{}, { children: records(30), householdMembers: records(30) }, { children: records(1), contacts: [] }])
      for (const form of [informationForm, enrolmentForm]) for (const width of widthsOf(formPaper(form, person(facts), setting)).flat()) expect(width).toBe(24);
  });

  test('empty has rows to write on, boxes to tick and places to sign', async () => {
    const paper = formPaper(informationForm, person({}), setting);
    const cells = paper.tables.flatMap(({ rows }) => rows.flatMap((row) => row.cells));
    const boxes = cells.flatMap((cell) => cell.lines.flat()).filter((ink) => ink.box !== undefined);
    expect(boxes.filter((ink) => ink.box === 'ticked').map((ink) => ink.text)).toEqual(['独居']);
    expect(boxes.map((ink) => ink.text)).toEqual(expect.arrayContaining(['无养老保险', '专业社会工作者', '是', '否']));
    const pages = await pagesOf([{ ...paper, copies: [] }]);
    expect(pages.join('')).toContain('村（居）民委员会审核人员签字（盖章）系统记录：周九2026年11月20日');
  });

  test('shows under the household whoever is known from elsewhere in the file, once', async () => {
    const facts: EffectiveFacts = {
      spouse: { name: '配一' },
      children: [
        { name: '子甲', sex: 'male', visitsHome: 'seldom', place: 'outsideCounty' },
        { name: '女乙', relation: '长女' },
        { name: '女丁', relation: '女儿' },
        { name: '亲戊', relation: '子女' },
      ],
      supporters: [{ name: '弟丙', relation: '弟' }],
      householdMembers: [{ name: '女乙', relation: '女', health: '良好' }],
    };
    expect(familyOf(facts, sheetWords.paper.family)).toEqual([
      { name: '女乙', relation: '女', health: '良好' },
      { name: '配一', relation: '配偶' },
      { name: '子甲', relation: '子', sex: 'male', visits: 'seldom' },
      { name: '女丁', relation: '女儿', sex: 'female' },
      { name: '亲戊', relation: '子女' },
      { name: '弟丙', relation: '弟' },
    ]);
    const pages = await pagesOf([{ ...formPaper(informationForm, person(facts), setting), copies: [] }]);
    expect(pages.join('').split('二、家庭基本情况')[1]?.split('三、家庭生活条件')[0]).toMatch(/女乙.*配一.*子甲男.*偶尔.*弟丙/);
  });

  test('has the photo in its place, and is printed without it where the picture cannot be read', async () => {
    const paper = { ...formPaper(informationForm, { ...person({ name: '某人' }), photoOf: 'somebody' }, setting), copies: [] };
    const imagesIn = async (photo: Uint8Array | null): Promise<number> => {
      const bytes = await papersPdf([paper], { ...options, photoOf: async (of) => (of === 'somebody' ? photo : null) });
      const pdf = await PDFDocument.load(new Uint8Array(bytes ?? []));
      const streams = pdf.context.enumerateIndirectObjects().flatMap(([, object]) => (object instanceof PDFRawStream ? [object.dict] : []));
      return streams.filter((dict) => String(dict.get(PDFName.of('Subtype'))) === '/Image').length;
    };
    expect(await imagesIn(picture)).toBe(1);
    expect(await imagesIn(picture.subarray(0, 20))).toBe(0);
    expect(await imagesIn(null)).toBe(0);
    const media = async (photo: Uint8Array): Promise<number> =>
      Object.keys(unzipSync(new Uint8Array(await paperDocx(paper, { ...options, photoOf: async () => photo })))).filter((name) => name.startsWith('word/media/')).length;
    expect(await media(picture)).toBe(1);
    expect(await media(picture.subarray(0, 10))).toBe(0);
  });

  test('says each thing by the catalogue', async () => {
    const pages = await pagesOf([
      formPaper(
        enrolmentForm,
        person({ name: '阿依古丽·买买提', needs: ['meals', 'comfort'], hukouAddress: '某镇某村', sex: 'female', idNo: '610999194605030010', phone: '19000000001' }),
        {
          ...setting,
          copies: 1,
        },
      ),
    ]);
    expect(pages).toHaveLength(1);
    for (const said of ['阿依古丽·买买提', '助餐、精神慰藉', '女', '610999194605030010', '钱七、孙八', '2024年1月1日']) expect(pages[0]).toContain(said);
  });
});

/** Some value of a shape, as large as it may be. */
function sample(shape: Shape): unknown {
  switch (shape.kind) {
    case 'text':
      return '字'.repeat(shape.max);
    case 'texts':
      return ['甲', '乙'];
    case 'date':
      return '2020-02';
    case 'truth':
      return true;
    case 'number':
      return shape.max;
    case 'choice':
      return shape.codes[0];
    case 'choices':
      return shape.codes;
    case 'idNo':
      return '610999194605030010';
    case 'phone':
      return '19000000001';
    case 'division':
      return '610999101001';
    case 'location':
      return { lng: 109.1, lat: 32.2 };
    case 'record':
      return Object.fromEntries(Object.entries(shape.fields).map(([key, field]) => [key, sample(field)]));
    case 'records':
      return [Object.fromEntries(Object.entries(shape.fields).map(([key, field]) => [key, sample(field)]))];
  }
}

describe('a fact in words', () => {
  test('is Chinese for every fact of the catalogue, without a code left over', () => {
    for (const key of factKeys) {
      const said = factText(key, sample(factCatalogue[key].shape), text);
      expect(said, key).not.toBe('');
      expect(said, key).not.toMatch(/[a-z]{3,}|undefined|\[object/);
    }
  });
  test('masks numbers wherever they stand', () => {
    for (const key of factKeys) {
      const said = factText(key, sample(factCatalogue[key].shape), { ...text, numbers: 'masked' });
      expect(said, key).not.toMatch(/610999194605030010|19000000001/);
    }
    expect(factText('children', [{ name: '甲', phone: '19000000007', spousePhone: '19000000008' }], { ...text, numbers: 'masked' })).toBe('甲 190****0007 190****0008');
    expect(factText('remark', '电话19000009999身份证610999194005060023', { ...text, numbers: 'masked' })).toBe('电话190****9999身份证610999********0023');
    expect(factText('remark', '电话19000009999', { ...text, numbers: 'full' })).toBe('电话19000009999');
    expect(factText('disability', { grade: 2, certNo: '61099919460503001042', valid: false }, { ...text, numbers: 'masked' })).toBe('二级 610999********001042 证件有效：否');
  });
});

describe('many papers', () => {
  const short = (index: number): Paper => ({ title: `第${index}份`, left: '', right: '', tables: [], notes: [], signers: [], copies: [], orientation: 'portrait' });
  test('become one PDF in order, told of as it goes', async () => {
    const heard: number[] = [];
    const bytes = await papersPdf(
      Array.from({ length: 45 }, (_, index) => short(index)),
      options,
      async (done) => heard.push(done) > 0,
    );
    const { text: pages } = await extractText(await getDocumentProxy(new Uint8Array(bytes ?? [])));
    expect(pages.map((page) => /第\s*(\d+)\s*份/.exec(page)?.[1])).toEqual(Array.from({ length: 45 }, (_, index) => String(index)));
    expect(heard).toEqual([10, 20, 30, 40, 45]);
  });
  test('stop between two parts', async () => {
    expect(
      await papersPdf(
        Array.from({ length: 45 }, (_, index) => short(index)),
        options,
        async (done) => done < 40,
      ),
    ).toBeNull();
  });
});

describe('a form for Word', () => {
  test('has the offices’ faces, spanning cells, a footer with page numbers, and what the form says', async () => {
    const bytes = await paperDocx(formPaper(informationForm, person({ name: '欧阳㛃<&>', waterSafe: true }), setting), options);
    const parts = unzipSync(new Uint8Array(bytes));
    const document = strFromU8(parts['word/document.xml'] ?? new Uint8Array());
    expect(document).toContain('w:eastAsia="仿宋_GB2312"');
    expect(document).toContain('w:eastAsia="方正小标宋简体"');
    expect(document).toContain('欧阳㛃&lt;&amp;&gt;');
    expect(document).toContain('☑');
    expect(document).toMatch(/<w:gridSpan w:val="24"\/>/);
    expect(document).toMatch(/<w:vMerge w:val="restart"\/>/);
    const footer = Object.entries(parts).find(([name]) => name.startsWith('word/footer'));
    expect(strFromU8(footer?.[1] ?? new Uint8Array())).toContain('SECTIONPAGES');
  });
});

describe('an office sheet on paper', () => {
  test('repeats its two header rows on every page', async () => {
    const pages = await pagesOf([
      sheetPaper({
        sheetName: '表',
        title: '某表',
        left: '左',
        right: '右',
        columns: [
          { title: '序号', width: 6, kind: 'number' },
          { group: '合起来', title: '左列', width: 20, kind: 'text' },
          { group: '合起来', title: '右列', width: 20, kind: 'percent' },
        ],
        rows: Array.from({ length: 60 }, (_, index) => [index + 1, `行${index + 1}。`, 0.755]),
        totals: ['合计', '', 1],
        note: '说明',
        signers: ['填报人：', '审核人：'],
        pageFooter: '',
      }),
    ]);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages.slice(0, 2)) for (const head of ['序号', '合起来', '左列', '右列']) expect(page).toContain(head);
    for (const said of ['合计100.0%', '说明', '填报人：审核人：']) expect(pages.at(-1)).toContain(said);
    expect(pages.join('')).toContain('行60。75.5%');
  });
});
