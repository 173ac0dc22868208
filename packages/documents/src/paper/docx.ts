// Papers as a Word document that an office can go on writing in. Faces are named, not embedded: the
// offices' computers have 仿宋_GB2312 and 方正小标宋, others fall back to theirs.
import type * as docxLibrary from 'docx';
import type { ISectionOptions, Paragraph, Table, TableCell, TableRow } from 'docx';
import { imageSize } from 'image-size';
import { photosOn, type Ink, type Paper, type PaperCell, type PaperFoot, type PaperTable, type PhotoOf } from './paper.ts';

const TITLE_FACE = '方正小标宋简体';
const BODY_FACE = '仿宋_GB2312';
/** Twentieths of a point in a millimetre. */
const MM = 56.7;
/** Pixels of Word in a millimetre. */
const PIXELS = 96 / 25.4;

type Docx = typeof docxLibrary;

/** Kind and size of a picture that Word can show; null for any other. */
function drawable(bytes: Uint8Array): { readonly type: 'jpg' | 'png'; readonly width: number; readonly height: number } | null {
  try {
    const { type, width, height } = imageSize(bytes);
    return (type === 'jpg' || type === 'png') && width > 0 && height > 0 ? { type, width, height } : null;
  } catch {
    return null;
  }
}

function sectionWriter(docx: Docx, photos: ReadonlyMap<string, Uint8Array>): (paper: Paper, copy: string, foot: PaperFoot) => ISectionOptions {
  const { AlignmentType, BorderStyle, HeightRule, ShadingType, TextRun, VerticalAlignTable, WidthType } = docx;
  const face = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', eastAsia: BODY_FACE };
  const run = (text: string, more: { size?: number; bold?: boolean; color?: string } = {}): InstanceType<Docx['TextRun']> => new TextRun({ text, font: face, size: 21, ...more });
  const piece = (part: Ink, bold: boolean): InstanceType<Docx['TextRun']>[] => [
    ...(part.box === undefined ? [] : [new TextRun({ text: part.box === 'ticked' ? '☑' : '☐', font: 'Segoe UI Symbol', size: 21 })]),
    run(part.box === undefined ? part.text : `${part.text}　`, { bold: bold || part.bold === true, ...(part.aside === true ? { size: 16, color: '595959' } : {}) }),
  ];
  const paragraphs = (cell: PaperCell): Paragraph[] =>
    cell.lines.map(
      (line) =>
        new docx.Paragraph({
          alignment: cell.kind === 'label' || cell.kind === 'number' ? AlignmentType.CENTER : AlignmentType.LEFT,
          children: line.flatMap((part) => piece(part, cell.kind === 'heading')),
        }),
    );
  const single = { style: BorderStyle.SINGLE, size: 4, color: '000000' };
  const borders = { top: single, bottom: single, left: single, right: single };
  const pictureIn = (cell: PaperCell, widthMm: number): Paragraph[] => {
    const bytes = cell.photo === undefined ? undefined : photos.get(cell.photo.of);
    const drawn = bytes === undefined ? null : drawable(bytes);
    if (cell.photo === undefined || bytes === undefined || drawn === null) return paragraphs(cell);
    const scale = Math.min(widthMm / drawn.width, cell.photo.tall / drawn.height) * PIXELS;
    const transformation = { width: Math.round(drawn.width * scale), height: Math.round(drawn.height * scale) };
    return [new docx.Paragraph({ alignment: AlignmentType.CENTER, children: [new docx.ImageRun({ type: drawn.type, data: Buffer.from(bytes), transformation })] })];
  };
  const cellOf = (cell: PaperCell, columnMm: number): TableCell =>
    new docx.TableCell({
      columnSpan: cell.across ?? 1,
      rowSpan: cell.down ?? 1,
      verticalAlign: VerticalAlignTable.CENTER,
      borders,
      margins: { left: 80, right: 80, top: 40, bottom: 40 },
      ...(cell.kind === 'heading' ? { shading: { type: ShadingType.CLEAR, fill: 'F0F0F0', color: 'auto' } } : {}),
      children: pictureIn(cell, (cell.across ?? 1) * columnMm - 4),
    });
  const tableOf = (table: PaperTable, widthMm: number): Table => {
    const sum = table.columns.reduce((total, column) => total + column, 0);
    return new docx.Table({
      width: { size: 100, type: WidthType.PERCENTAGE },
      layout: docx.TableLayoutType.FIXED,
      columnWidths: table.columns.map((column) => Math.round((column / sum) * widthMm * MM)),
      rows: table.rows.map(
        (row, index): TableRow =>
          new docx.TableRow({
            tableHeader: index < table.headerRows,
            cantSplit: true,
            height: { value: Math.round(row.tall * MM), rule: HeightRule.ATLEAST },
            children: row.cells.map((cell) => cellOf(cell, widthMm / sum)),
          }),
      ),
    });
  };
  const line = (text: string, more: { size?: number; bold?: boolean } = {}): Paragraph =>
    new docx.Paragraph({ spacing: { before: 60 }, children: [run(text, { size: 18, ...more })] });

  return (paper: Paper, copy: string, foot: PaperFoot): ISectionOptions => {
    const isWide = paper.orientation === 'landscape';
    const margin = isWide ? { top: 18, bottom: 16, left: 15, right: 15 } : { top: 20, bottom: 18, left: 24, right: 18 };
    const width = (isWide ? 297 : 210) - margin.left - margin.right;
    const [before = '', between = '', after = ''] = foot.page.split(/\{pages?\}/);
    const small = { font: face, size: 18 };
    return {
      properties: {
        page: {
          size: { width: Math.round(210 * MM), height: Math.round(297 * MM), orientation: isWide ? docx.PageOrientation.LANDSCAPE : docx.PageOrientation.PORTRAIT },
          margin: { top: margin.top * MM, bottom: margin.bottom * MM, left: margin.left * MM, right: margin.right * MM, footer: 8 * MM },
          // Each copy is a paper of its own, handed to somebody else.
          pageNumbers: { start: 1 },
        },
      },
      footers: {
        default: new docx.Footer({
          children: [
            new docx.Paragraph({
              alignment: AlignmentType.CENTER,
              children: [
                new TextRun({ ...small, children: [before, docx.PageNumber.CURRENT, between, docx.PageNumber.TOTAL_PAGES_IN_SECTION, after] }),
                new TextRun({ ...small, size: 14, color: '595959', text: `　　${foot.printed}` }),
              ],
            }),
          ],
        }),
      },
      children: [
        new docx.Paragraph({
          alignment: AlignmentType.CENTER,
          spacing: { after: 120 },
          children: [new TextRun({ text: paper.title, bold: true, size: 36, font: { ascii: TITLE_FACE, hAnsi: TITLE_FACE, cs: TITLE_FACE, eastAsia: TITLE_FACE } })],
        }),
        new docx.Paragraph({ tabStops: [{ type: docx.TabStopType.RIGHT, position: Math.round(width * MM) }], children: [run(`${paper.left}\t${paper.right}`, { size: 20 })] }),
        ...paper.tables.map((table) => tableOf(table, width)),
        ...paper.notes.map((note) => line(note)),
        ...(paper.signers.length === 0 ? [] : [line(paper.signers.join('　　　　　　　　'))]),
        ...(copy === '' ? [] : [line(copy, { bold: true })]),
      ],
    };
  };
}

/** One paper as .docx bytes, each copy a section with pages of its own. */
export async function paperDocx(paper: Paper, options: { readonly title: string; readonly foot: PaperFoot; readonly photoOf?: PhotoOf }): Promise<Buffer> {
  const docx = await import('docx');
  const photos = new Map<string, Uint8Array>();
  for (const of of photosOn(paper)) {
    const bytes = (await options.photoOf?.(of)) ?? null;
    if (bytes !== null) photos.set(of, bytes);
  }
  const sectionOf = sectionWriter(docx, photos);
  const sections = (paper.copies.length === 0 ? [''] : paper.copies).map((copy) => sectionOf(paper, copy, options.foot));
  return docx.Packer.toBuffer(new docx.Document({ title: options.title, creator: options.foot.printed, sections }));
}
